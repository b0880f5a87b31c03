// strace on a running process: to see what it does to files, or to have some of its calls slow or
// refused.
#pragma once

#include <sys/types.h>

#include <expected>
#include <string>
#include <vector>

#include "runtime/process.h"

namespace luft::tests {

// Follows `process` with all its threads until the returned strace ends or is ended, after which
// the process goes on as it was; `options` are strace's own. `folder` gets what strace has to say.
// The error says why not: strace is not there, or may not attach.
[[nodiscard]] std::expected<runtime::Process, std::string> attach_strace(
    pid_t process, const std::string& folder, const std::vector<std::string>& options);

}  // namespace luft::tests

// Keeps what a model remembers of rooms in a file, from one run of the service to the next.
#pragma once

#include <string>

#include "ml/memories.h"
#include "runtime/log.h"

namespace luft::ml {

// Nothing when there is no file; one that is damaged or another model's is logged and left aside.
void recall(Memories& memories, const std::string& file, const runtime::Log& log);

// `written` is what Memories::write() gave; replaces the file as a whole. Waits for the disk.
void keep(const std::string& written, const std::string& file, const runtime::Log& log);

}  // namespace luft::ml

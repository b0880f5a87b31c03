// Who has a data folder: a lock that ends with its process, however that ended. A process id in a
// file says less: after a power cut another process has it.
#pragma once

#include <optional>

#include "cli/data_folder.h"
#include "runtime/unique_fd.h"

namespace luft::cli {

class FolderLock {
 public:
  // Empty when another process has it, or this one by another lock; or the folder takes no file.
  [[nodiscard]] static std::optional<FolderLock> take(const DataFolder& folder);

  // Whether any process has it; asking takes nothing. No where that cannot be seen.
  [[nodiscard]] static bool is_taken(const DataFolder& folder);

 private:
  explicit FolderLock(runtime::UniqueFd file) : file_(std::move(file)) {}

  runtime::UniqueFd file_;
};

}  // namespace luft::cli

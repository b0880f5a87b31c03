// What a running process does to files, as strace sees it, and what of that a power cut would leave
// of a folder: of what was written to a file, only what was synced after it; of a folder's new
// name, nothing unless the folder was synced under it.
//
// That a synced file's or folder's own name is on disk with it holds for file systems with strictly
// ordered metadata (ext4, XFS, btrfs); POSIX alone promises it only once its parent is synced.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/process.h"

namespace luft::tests {

// Changes of files, in their order. Paths are absolute.
class UnsyncedChanges {
 public:
  // Lines of `strace -f -y -ttt -T`; what ended after `cut` was not done yet, but writing was.
  UnsyncedChanges(std::string_view trace, std::chrono::duration<double> cut);

  // Takes from the files below `folder` what was not synced. Returns how many it changed.
  std::size_t undo_below(const std::filesystem::path& folder) const;

 private:
  struct File {
    bool is_new = false;
    std::uintmax_t written = 0;  // since it was synced last
  };
  struct Call;
  void apply(const Call& call);
  void rename(const std::string& from, const std::string& to);

  std::chrono::duration<double> cut_;
  std::map<std::string, File> files_;           // with something that is not synced
  std::map<std::string, std::string> renamed_;  // folders, to what they were called before
};

class FileTrace {
 public:
  // Follows a process as attach_strace() does; leaves its notes in `folder`.
  [[nodiscard]] static std::expected<FileTrace, std::string> attach(pid_t process,
                                                                    const std::string& folder);
  // The same of what it renames, only that with the first of it the process is killed instead.
  [[nodiscard]] static std::expected<FileTrace, std::string> attach_until_rename(
      pid_t process, const std::string& folder);
  // Once the process has ended: all that it did.
  [[nodiscard]] std::string read();

 private:
  [[nodiscard]] static std::expected<FileTrace, std::string> attach(
      pid_t process, const std::string& folder, const std::vector<std::string>& what);
  FileTrace(runtime::Process strace, std::string file)
      : strace_(std::move(strace)), file_(std::move(file)) {}

  runtime::Process strace_;
  std::string file_;
};

}  // namespace luft::tests

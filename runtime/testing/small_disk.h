// A small disk of its own (tmpfs) over a folder, for tests that fill it. Needs the right to mount.
#pragma once

#include <filesystem>
#include <string>

namespace luft::runtime::testing {

// Gone with the object, and what was on it.
class SmallDisk {
 public:
  // `options` as mount takes them: "size=16m". Makes the folder when it is not there.
  SmallDisk(std::filesystem::path folder, const std::string& options);
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk();

  // Why it could not be mounted; empty: it is.
  [[nodiscard]] const std::string& why_not() const { return why_not_; }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

  void fill();  // somebody else's file takes all there is
  void make_room();

 private:
  std::filesystem::path folder_;
  std::string why_not_;
};

}  // namespace luft::runtime::testing

// A folder that is gone when the test is.
#pragma once

#include <string>
#include <string_view>

namespace luft::runtime::testing {

class TempFolder {
 public:
  TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string file(std::string_view name) const;  // its path; makes nothing
  std::string write(std::string_view name, std::string_view content) const;  // returns its path

 private:
  std::string path_;
};

}  // namespace luft::runtime::testing

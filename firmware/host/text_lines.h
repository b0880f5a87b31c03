// The lines of a text file, plain or gzip, one at a time.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>

// The library's name. NOLINTNEXTLINE(readability-identifier-naming)
struct gzFile_s;

namespace luft::firmware::host {

class TextLines {
 public:
  // The error names the file and what is wrong.
  [[nodiscard]] static std::expected<TextLines, std::string> open(const std::string& path);

  // The next line without its end (LF or CRLF); empty at the end. An error (damaged gzip, a line
  // beyond 64 KiB) names file and line, and is the last answer.
  [[nodiscard]] std::expected<std::optional<std::string>, std::string> next();

  [[nodiscard]] std::size_t number() const { return number_; }  // of the last line, from 1

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };
  TextLines(std::string path, gzFile_s* file);

  std::string path_;
  std::unique_ptr<gzFile_s, Close> file_;
  std::size_t number_ = 0;
};

}  // namespace luft::firmware::host

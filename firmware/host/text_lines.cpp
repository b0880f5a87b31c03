#include "firmware/host/text_lines.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace luft::firmware::host {
namespace {

constexpr std::size_t kLongestLine = 64 * 1024;

}  // namespace

void TextLines::Close::operator()(gzFile_s* file) const {
  ::gzclose(file);
}

TextLines::TextLines(std::string path, gzFile_s* file) : path_(std::move(path)), file_(file) {}

// zlib reads files that are not compressed as they are.
std::expected<TextLines, std::string> TextLines::open(const std::string& path) {
  errno = 0;
  gzFile_s* file = ::gzopen(path.c_str(), "rb");
  if (file == nullptr) {
    return std::unexpected(fmt::format("{}: {}", path, std::generic_category().message(errno)));
  }
  return TextLines(path, file);
}

std::expected<std::optional<std::string>, std::string> TextLines::next() {
  std::string line;
  std::array<char, 4096> chunk{};
  while (::gzgets(file_.get(), chunk.data(), static_cast<int>(chunk.size())) != nullptr) {
    line += chunk.data();
    if (line.size() > kLongestLine) {
      return std::unexpected(fmt::format("{}:{}: longer than 64 KiB", path_, number_ + 1));
    }
    if (line.ends_with('\n')) break;
  }
  int code = Z_OK;
  const char* why = ::gzerror(file_.get(), &code);
  if (code != Z_OK && code != Z_STREAM_END) {
    return std::unexpected(fmt::format("{}:{}: {}", path_, number_ + 1, why));
  }
  if (line.empty()) return std::nullopt;
  ++number_;
  if (line.ends_with('\n')) line.pop_back();
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace luft::firmware::host

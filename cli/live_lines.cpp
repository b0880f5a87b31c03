// Escape sequences of ECMA-48, which every terminal of this century knows.
#include "cli/live_lines.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace luft::cli {
namespace {

constexpr std::size_t kUsualWidth = 100;
constexpr const char* kHideCursor = "\x1b[?25l";
constexpr const char* kShowCursor = "\x1b[?25h";

}  // namespace

LiveLines::LiveLines(std::FILE* out) : out_(out), is_terminal_(isatty(fileno(out)) == 1) {
  if (is_terminal_) fmt::print(out_, "{}", kHideCursor);
}

LiveLines::~LiveLines() {
  if (is_terminal_) fmt::print(out_, "{}", kShowCursor);
  std::fflush(out_);
}

std::size_t LiveLines::width() const {
  winsize size{};
  const bool known = is_terminal_ && ioctl(fileno(out_), TIOCGWINSZ, &size) == 0;
  return known && size.ws_col > 0 ? size.ws_col : kUsualWidth;
}

void LiveLines::erase() {
  if (is_terminal_ && !drawn_.empty()) fmt::print(out_, "\x1b[{}F\x1b[J", drawn_.size());
  drawn_.clear();
}

void LiveLines::draw(const std::vector<std::string>& lines) {
  erase();
  for (const auto& line : lines) fmt::print(out_, "{}\n", line);
  std::fflush(out_);
  drawn_ = lines;
}

void LiveLines::print(const std::string& line) {
  const auto below = drawn_;
  erase();
  fmt::print(out_, "{}\n", line);
  if (is_terminal_) draw(below);
  std::fflush(out_);
}

}  // namespace luft::cli

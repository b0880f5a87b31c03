#include "contract/number.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace luft::contract {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Follows the grammar of RFC 8259, section 6.
class NumberScanner {
 public:
  explicit NumberScanner(std::string_view text) : text_(text) {}

  std::size_t length() {
    take('-');
    if (!take('0') && !digits()) return 0;
    if (take('.') && !digits()) return 0;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return 0;
    }
    return position_;
  }

 private:
  bool take(char wanted) {
    if (position_ == text_.size() || text_[position_] != wanted) return false;
    ++position_;
    return true;
  }

  bool digits() {
    const std::size_t begin = position_;
    while (position_ < text_.size() && is_digit(text_[position_])) ++position_;
    return position_ > begin;
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

// Most numbers that travel have few decimals. A quotient of two integers that doubles hold exactly
// is the double nearest to it, so where it is `value`, its digits are what reads back as `value`.
std::string_view format_few_decimals(double value, NumberBuffer& buffer) {
  constexpr int kDecimals = 6;
  constexpr double kLargest = 1e9;  // 15 digits with all decimals
  const double size = std::abs(value);
  if (!(size < kLargest)) return {};
  double unit = 1;
  for (int decimals = 0; decimals <= kDecimals; ++decimals, unit *= 10) {
    const double scaled = std::round(size * unit);
    if (scaled / unit != size) continue;
    char* const begin = value < 0 ? buffer + 1 : buffer;
    buffer[0] = '-';
    const auto whole = static_cast<std::uint32_t>(size);
    char* end = std::to_chars(begin, buffer + sizeof buffer, whole).ptr;
    if (decimals > 0) *end++ = '.';
    auto fraction = static_cast<std::uint32_t>(scaled - whole * unit);
    end += decimals;
    for (int i = 1; i <= decimals; ++i, fraction /= 10) {
      end[-i] = static_cast<char>('0' + fraction % 10);
    }
    return {buffer, static_cast<std::size_t>(end - buffer)};
  }
  return {};
}

}  // namespace

std::size_t number_length(std::string_view text) {
  const std::size_t length = NumberScanner(text).length();
  if (length > kMaxNumberLength) return 0;
  const bool continues = length < text.size() && is_digit(text[length]);  // "01"
  return continues ? 0 : length;
}

std::optional<double> parse_number(std::string_view text) {
  if (text.empty() || number_length(text) != text.size()) return std::nullopt;
  std::array<char, kMaxNumberLength + 1> terminated{};
  std::copy(text.begin(), text.end(), terminated.begin());
  return std::strtod(terminated.data(), nullptr);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string_view format_number(double value, NumberBuffer& buffer) {
  assert(std::isfinite(value) && "only finite numbers travel");
  if (value == 0) value = 0;  // JSON readers differ about "-0"
  if (const auto few = format_few_decimals(value, buffer); !few.empty()) return few;
  // 15 digits name any decimal fraction a person or sensor writes; 17 name every double.
  int length = std::snprintf(buffer, sizeof buffer, "%.15g", value);
  if (std::strtod(buffer, nullptr) != value) {
    length = std::snprintf(buffer, sizeof buffer, "%.17g", value);
  }
  return {buffer, static_cast<std::size_t>(length)};
}

}  // namespace luft::contract

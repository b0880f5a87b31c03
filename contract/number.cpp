#include "contract/number.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
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
  // 15 digits name any decimal fraction a person or sensor writes; 17 name every double.
  int length = std::snprintf(buffer, sizeof buffer, "%.15g", value);
  if (std::strtod(buffer, nullptr) != value) {
    length = std::snprintf(buffer, sizeof buffer, "%.17g", value);
  }
  return {buffer, static_cast<std::size_t>(length)};
}

}  // namespace luft::contract

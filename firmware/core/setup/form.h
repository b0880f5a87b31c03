// What a browser sends when a form is submitted: application/x-www-form-urlencoded (WHATWG URL
// standard, section 5). Pure; whatever the bytes, nothing is read or written beyond the spans.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

namespace luft::firmware {

enum class FormError : std::uint8_t {
  torn,      // a percent sign without two hex digits
  too_long,  // for the buffer
  control,   // a NUL or another control character; line ends and tabs are welcome
  twice,     // the field is there more than once: nobody can say which one was meant
};

[[nodiscard]] std::string_view name(FormError error);  // for people

// The field's value, decoded into `buffer`; empty too when the field is not there. `field` is
// plain: letters, digits and underscores.
[[nodiscard]] std::expected<std::string_view, FormError> form_value(std::string_view body,
                                                                    std::string_view field,
                                                                    std::span<char> buffer);

// Writes fields one after the other, so that form_value() reads them.
class FormWriter {
 public:
  explicit FormWriter(std::span<char> buffer) : buffer_(buffer) {}

  void add(std::string_view field, std::string_view value);
  // Empty when the buffer was too small.
  [[nodiscard]] std::string_view written() const {
    return overflowed_ ? std::string_view{} : std::string_view{buffer_.data(), length_};
  }

 private:
  void put(char byte);

  std::span<char> buffer_;
  std::size_t length_ = 0;
  bool overflowed_ = false;
};

}  // namespace luft::firmware

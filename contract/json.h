// The one place that knows cJSON. What is hostile is refused before cJSON runs: length, nesting,
// broken UTF-8, NUL in text, numbers that JSON does not know. Then members are read one by one.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "contract/json_document.h"
#include "contract/limits.h"
#include "contract/metric.h"
#include "contract/parse_error.h"
#include "contract/reading.h"
#include "contract/text.h"

namespace luft::contract {

struct Range {
  double min;
  double max;
};

inline constexpr Range kPercent{0, 100};
inline constexpr Range kIdentifiers{0, static_cast<double>(kMaxIdentifier)};

[[nodiscard]] inline Range range_of(Metric metric) {
  return {info(metric).min, info(metric).max};
}

[[nodiscard]] inline std::unexpected<ParseError> refusal(ParseErrorKind kind,
                                                         std::string_view member = {}) {
  return std::unexpected(ParseError{kind, Text<32>::cut(member)});
}

// Single values: a member's, or an array element's. `member` names it in the error.
[[nodiscard]] std::expected<double, ParseError> number_of(const cJSON* item, Range range,
                                                          std::string_view member);
[[nodiscard]] std::expected<std::uint64_t, ParseError> identifier_of(const cJSON* item, Range range,
                                                                     std::string_view member);
[[nodiscard]] std::expected<std::string_view, ParseError> string_of(const cJSON* item,
                                                                    std::string_view member);

// The number that a bare payload such as "21.4" is, white space around it allowed. Empty when the
// payload does not start like a number.
[[nodiscard]] std::optional<std::expected<double, ParseError>> bare_number(std::string_view payload,
                                                                           Range range,
                                                                           std::string_view member);

// Reads the members of a payload that is one JSON object. The first refusal stays: after it every
// read gives a default, so a parser lists its members and asks once at the end. Unknown members are
// ignored; a member that is asked for and comes twice is refused; null is as good as absent for
// optional members.
class ObjectReader {
 public:
  ObjectReader(std::string_view payload, std::size_t max_bytes);

  [[nodiscard]] bool has(const char* member);  // there, and not null
  [[nodiscard]] bool is_null(const char* member);

  double number(const char* member, Range range);
  std::uint64_t identifier(const char* member, Range range = kIdentifiers);
  template <std::unsigned_integral Integer>
  Integer integer(const char* member, Range range) {
    return static_cast<Integer>(identifier(member, range));
  }
  bool boolean(const char* member);
  ReadingRef ref(const char* member);           // [boot, seq], seq from 1
  std::string_view string(const char* member);  // lives as long as the document
  const cJSON* array(const char* member);       // its first element; null when empty

  // Reads an object within this one: during `read`, members are its. Nothing is read when the
  // member is not there; one that is no object is refused.
  template <class Read>
  void within(const char* member, Read read) {
    if (has(member)) within(find(member), member, read);
  }
  // The same of an array's element.
  template <class Read>
  void within(const cJSON* object, const char* name, Read read) {
    if (!is_object(object, name)) return;
    const cJSON* outer = std::exchange(root_, object);
    read();
    root_ = outer;
  }

  std::optional<double> optional_number(const char* member, Range range);
  std::optional<ReadingRef> optional_ref(const char* member);
  template <class Integer>
  std::optional<Integer> optional_integer(const char* member, Range range) {
    const std::optional<double> value = optional_whole(member, range);
    return value ? std::optional(static_cast<Integer>(*value)) : std::nullopt;
  }

  // Text with 1..Capacity bytes and no control characters.
  template <std::size_t Capacity>
  Text<Capacity> text(const char* member) {
    return Text<Capacity>::cut(bounded(member, Capacity));
  }
  template <std::size_t Capacity>
  std::optional<Text<Capacity>> optional_text(const char* member) {
    if (!has(member)) return std::nullopt;
    return text<Capacity>(member);
  }

  // A sentence for people: cut when too long.
  template <std::size_t Capacity>
  std::optional<Text<Capacity>> optional_sentence(const char* member) {
    if (!has(member)) return std::nullopt;
    return Text<Capacity>::cut(string(member));
  }

  void refuse(ParseErrorKind kind, std::string_view member);
  void refuse(const ParseError& error);
  [[nodiscard]] bool refused() const { return error_.has_value(); }

  // `value`, or what was refused first.
  template <class Value>
  [[nodiscard]] std::expected<Value, ParseError> result(const Value& value) const {
    if (error_) return std::unexpected(*error_);
    return value;
  }

  // Nothing was refused, or what was first.
  [[nodiscard]] std::expected<void, ParseError> done() const {
    if (error_) return std::unexpected(*error_);
    return {};
  }

  [[nodiscard]] JsonDocument take_document() { return std::move(document_); }

 private:
  bool is_object(const cJSON* item, const char* name);  // refuses what is none
  const cJSON* find(const char* member);                // empty when it is not there
  const cJSON* told(const char* member);                // nor when it is null
  const cJSON* required(const char* member);            // refuses when it is not there
  std::optional<double> optional_whole(const char* member, Range range);
  std::string_view bounded(const char* member, std::size_t capacity);

  template <class Value>
  Value take(const std::expected<Value, ParseError>& value) {
    if (value) return *value;
    refuse(value.error());
    return {};
  }

  JsonDocument document_;
  const cJSON* root_ = nullptr;  // the object whose members are read
  std::optional<ParseError> error_;
};

}  // namespace luft::contract

#include "contract/json.h"

#include <cJSON.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "contract/number.h"
#include "contract/utf8.h"

namespace luft::contract {

void JsonDeleter::operator()(cJSON* document) const {
  cJSON_Delete(document);
}

namespace {

constexpr bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Length of the JSON string that `text` starts with, quotes included; 0 when it is none. NUL is
// refused even when escaped: C strings would end there.
std::size_t string_length(std::string_view text) {
  for (std::size_t i = 1; i < text.size();) {
    const char c = text[i];
    if (c == '"') return i + 1;
    if (static_cast<unsigned char>(c) < 0x20) return 0;
    if (c == '\\') {
      if (text.substr(i, 6) == "\\u0000") return 0;
      i += 2;  // which escapes there are is for cJSON to know
      continue;
    }
    const bool ascii = static_cast<unsigned char>(c) < 0x80;  // by far the most: base64
    const std::size_t length = ascii ? 1 : utf8_length(text.substr(i));
    if (length == 0) return 0;
    i += length;
  }
  return 0;
}

// Length of the token that `text` starts with; 0 when it can be part of no JSON document.
std::size_t token_length(std::string_view text) {
  const char c = text.front();
  if (c == '"') return string_length(text);
  if (c == '-' || (c >= '0' && c <= '9')) return number_length(text);
  const bool plain = is_blank(c) || (!is_control(c) && static_cast<unsigned char>(c) < 0x80);
  return plain ? 1 : 0;
}

// What cJSON must not see, or would let pass.
std::optional<ParseErrorKind> reason_to_refuse(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) return ParseErrorKind::too_long;
  int depth = 0;
  while (!text.empty()) {
    const char c = text.front();
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kMaxJsonDepth) return ParseErrorKind::too_deep;
    const std::size_t length = token_length(text);
    if (length == 0 || depth < 0) return ParseErrorKind::not_json;
    text.remove_prefix(length);
  }
  if (depth != 0) return ParseErrorKind::not_json;
  return std::nullopt;
}

std::expected<JsonDocument, ParseErrorKind> parse_document(std::string_view text,
                                                           std::size_t max_bytes) {
  if (const auto reason = reason_to_refuse(text, max_bytes)) return std::unexpected(*reason);
  const char* end = nullptr;
  JsonDocument document(cJSON_ParseWithLengthOpts(text.data(), text.size(), &end, 0));
  if (!document) return std::unexpected(ParseErrorKind::not_json);
  const bool whole = std::all_of(end, text.data() + text.size(), is_blank);
  if (!whole) return std::unexpected(ParseErrorKind::not_json);
  return document;
}

std::expected<double, ParseError> checked(double value, Range range, std::string_view member) {
  // An infinite value (1e999) is beyond every range.
  if (!(value >= range.min && value <= range.max)) {
    return refusal(ParseErrorKind::out_of_range, member);
  }
  return value;
}

std::expected<double, ParseError> whole_of(const cJSON* item, Range range,
                                           std::string_view member) {
  const bool is_part =
      cJSON_IsNumber(item) != 0 && std::trunc(item->valuedouble) != item->valuedouble;
  if (is_part) return refusal(ParseErrorKind::out_of_range, member);
  return number_of(item, range, member);
}

std::expected<ReadingRef, ParseError> ref_of(const cJSON* item, std::string_view member) {
  if (cJSON_IsArray(item) == 0) return refusal(ParseErrorKind::wrong_type, member);
  const cJSON* boot_item = item->child;
  const cJSON* seq_item = boot_item != nullptr ? boot_item->next : nullptr;
  if (seq_item == nullptr) return refusal(ParseErrorKind::missing, member);
  if (seq_item->next != nullptr) return refusal(ParseErrorKind::out_of_range, member);
  const auto boot = identifier_of(boot_item, kIdentifiers, member);
  if (!boot) return std::unexpected(boot.error());
  const auto seq = identifier_of(seq_item, {1, kIdentifiers.max}, member);
  if (!seq) return std::unexpected(seq.error());
  return ReadingRef{*boot, *seq};
}

}  // namespace

std::expected<double, ParseError> number_of(const cJSON* item, Range range,
                                            std::string_view member) {
  if (cJSON_IsNumber(item) == 0) return refusal(ParseErrorKind::wrong_type, member);
  return checked(item->valuedouble, range, member);
}

std::expected<std::uint64_t, ParseError> identifier_of(const cJSON* item, Range range,
                                                       std::string_view member) {
  const auto value = whole_of(item, range, member);
  if (!value) return std::unexpected(value.error());
  return static_cast<std::uint64_t>(*value);
}

std::expected<std::string_view, ParseError> string_of(const cJSON* item, std::string_view member) {
  if (cJSON_IsString(item) == 0) return refusal(ParseErrorKind::wrong_type, member);
  const std::string_view text = item->valuestring;
  if (std::any_of(text.begin(), text.end(), is_control)) {
    return refusal(ParseErrorKind::unknown_word, member);
  }
  return text;
}

std::optional<std::expected<double, ParseError>> bare_number(std::string_view payload, Range range,
                                                             std::string_view member) {
  const std::string_view text = trimmed(payload);
  if (text.empty() || (text.front() != '-' && (text.front() < '0' || text.front() > '9'))) {
    return std::nullopt;
  }
  const std::optional<double> value = parse_number(text);
  if (!value) return refusal(ParseErrorKind::not_json);
  return checked(*value, range, member);
}

ObjectReader::ObjectReader(std::string_view payload, std::size_t max_bytes) {
  auto document = parse_document(payload, max_bytes);
  if (!document) {
    refuse(document.error(), {});
  } else if (cJSON_IsObject(document->get()) == 0) {
    refuse(ParseErrorKind::wrong_type, {});
  } else {
    document_ = std::move(*document);
    root_ = document_.get();
  }
}

bool ObjectReader::is_object(const cJSON* item, const char* name) {
  if (error_) return false;
  if (cJSON_IsObject(item) == 0) refuse(ParseErrorKind::wrong_type, name);
  return cJSON_IsObject(item) != 0;
}

const cJSON* ObjectReader::find(const char* member) {
  if (error_) return nullptr;
  const cJSON* found = nullptr;
  for (const cJSON* item = root_->child; item != nullptr; item = item->next) {
    // Most names differ in their first letter: a call saved, some hundred times a message.
    const bool is_it = item->string[0] == member[0] && std::strcmp(item->string, member) == 0;
    if (!is_it) continue;
    if (found != nullptr) {
      refuse(ParseErrorKind::inconsistent, member);
      return nullptr;
    }
    found = item;
  }
  return found;
}

const cJSON* ObjectReader::required(const char* member) {
  const cJSON* item = find(member);
  if (item == nullptr) refuse(ParseErrorKind::missing, member);
  return item;
}

const cJSON* ObjectReader::told(const char* member) {
  const cJSON* item = find(member);
  return item != nullptr && cJSON_IsNull(item) == 0 ? item : nullptr;
}

bool ObjectReader::has(const char* member) {
  return told(member) != nullptr;
}

bool ObjectReader::is_null(const char* member) {
  return cJSON_IsNull(find(member)) != 0;
}

double ObjectReader::number(const char* member, Range range) {
  const cJSON* item = required(member);
  return item != nullptr ? take(number_of(item, range, member)) : 0;
}

std::uint64_t ObjectReader::identifier(const char* member, Range range) {
  const cJSON* item = required(member);
  return item != nullptr ? take(identifier_of(item, range, member)) : 0;
}

bool ObjectReader::boolean(const char* member) {
  const cJSON* item = required(member);
  if (item == nullptr) return false;
  if (cJSON_IsBool(item) == 0) refuse(ParseErrorKind::wrong_type, member);
  return cJSON_IsTrue(item) != 0;
}

ReadingRef ObjectReader::ref(const char* member) {
  const cJSON* item = required(member);
  return item != nullptr ? take(ref_of(item, member)) : ReadingRef{};
}

std::string_view ObjectReader::string(const char* member) {
  const cJSON* item = required(member);
  return item != nullptr ? take(string_of(item, member)) : std::string_view{};
}

const cJSON* ObjectReader::array(const char* member) {
  const cJSON* item = required(member);
  if (item == nullptr) return nullptr;
  if (cJSON_IsArray(item) != 0) return item->child;
  refuse(ParseErrorKind::wrong_type, member);
  return nullptr;
}

std::optional<double> ObjectReader::optional_number(const char* member, Range range) {
  const cJSON* item = told(member);
  if (item == nullptr) return std::nullopt;
  return take(number_of(item, range, member));
}

std::optional<ReadingRef> ObjectReader::optional_ref(const char* member) {
  const cJSON* item = told(member);
  if (item == nullptr) return std::nullopt;
  return take(ref_of(item, member));
}

std::optional<double> ObjectReader::optional_whole(const char* member, Range range) {
  const cJSON* item = told(member);
  if (item == nullptr) return std::nullopt;
  return take(whole_of(item, range, member));
}

std::string_view ObjectReader::bounded(const char* member, std::size_t capacity) {
  const std::string_view text = string(member);
  if (text.empty() || text.size() > capacity) refuse(ParseErrorKind::out_of_range, member);
  return text;
}

void ObjectReader::refuse(ParseErrorKind kind, std::string_view member) {
  if (!error_) error_ = ParseError{kind, Text<32>::cut(member)};
}

void ObjectReader::refuse(const ParseError& error) {
  if (!error_) error_ = error;
}

}  // namespace luft::contract

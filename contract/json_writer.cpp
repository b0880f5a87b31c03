#include "contract/json_writer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

#include "contract/limits.h"
#include "contract/number.h"
#include "contract/utf8.h"

namespace luft::contract {
namespace {

// How much of `text` may stand in a JSON string as it is, one byte a character.
std::size_t plain_length(std::string_view text) {
  const auto* const end = std::ranges::find_if(text, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7F ||
           c == '"' || c == '\\';
  });
  return static_cast<std::size_t>(end - text.begin());
}

}  // namespace

void JsonWriter::name(std::string_view member) {
  text(member);
  put(':');
  comma_ = false;
}

void JsonWriter::number(double value) {
  NumberBuffer buffer;
  separate();
  put(format_number(value, buffer));
}

void JsonWriter::integer(std::int64_t value) {
  std::array<char, 20> buffer;
  const auto end = std::to_chars(buffer.begin(), buffer.end(), value).ptr;
  separate();
  put({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

void JsonWriter::identifier(std::uint64_t value) {
  assert(value <= kMaxIdentifier);
  integer(static_cast<std::int64_t>(value));
}

void JsonWriter::boolean(bool value) {
  separate();
  put(value ? "true" : "false");
}

void JsonWriter::null() {
  separate();
  put("null");
}

void JsonWriter::text(std::string_view value) {
  separate();
  put('"');
  while (!value.empty()) {
    const std::size_t plain = plain_length(value);
    put(value.substr(0, plain));
    value.remove_prefix(plain);
    if (value.empty()) break;
    const auto first = static_cast<unsigned char>(value.front());
    const std::size_t length = utf8_length(value);
    if (first < 0x20 || first == '"' || first == '\\') {
      put_escaped(first);
    } else if (length == 0) {
      put('?');
    } else {
      put(value.substr(0, length));
    }
    value.remove_prefix(std::max<std::size_t>(length, 1));
  }
  put('"');
}

void JsonWriter::ref(const ReadingRef& ref) {
  begin_array();
  identifier(ref.boot);
  identifier(ref.seq);
  end_array();
}

std::string_view JsonWriter::written() const {
  assert(!overflowed_ && "the buffer is as large as the header asks for");
  return {buffer_.data(), size_};
}

JsonWriter::Mark JsonWriter::mark() const {
  assert(!overflowed_);
  Mark mark;
  mark.size_ = size_;
  mark.comma_ = comma_;
  return mark;
}

void JsonWriter::rewind(const Mark& mark) {
  size_ = mark.size_;
  comma_ = mark.comma_;
  overflowed_ = false;
}

void JsonWriter::open(char bracket) {
  separate();
  put(bracket);
  comma_ = false;
}

void JsonWriter::close(char bracket) {
  put(bracket);
  comma_ = true;
}

void JsonWriter::separate() {
  if (comma_) put(',');
  comma_ = true;
}

void JsonWriter::put(char c) {
  put(std::string_view(&c, 1));
}

void JsonWriter::put(std::string_view text) {
  if (overflowed_ || text.size() > end_ - size_) {
    overflowed_ = true;
    return;
  }
  std::copy(text.begin(), text.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(size_));
  size_ += text.size();
}

void JsonWriter::put_escaped(unsigned char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      return put("\\\"");
    case '\\':
      return put("\\\\");
    case '\n':
      return put("\\n");
    default:
      put("\\u00");
      put(kHex[c >> 4U]);
      put(kHex[c & 0xFU]);
  }
}

}  // namespace luft::contract

// Writes JSON into a buffer of the caller's, without allocation. Beyond the buffer's end nothing is
// written and the writer knows.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "contract/reading.h"

namespace luft::contract {

class JsonWriter {
 public:
  // Keeps the last `reserved` bytes of the buffer free until release_reserve().
  explicit JsonWriter(std::span<char> buffer, std::size_t reserved = 0)
      : buffer_(buffer), end_(buffer.size() - reserved) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  void name(std::string_view member);  // the next value is this member's
  void number(double value);           // finite
  void integer(std::int64_t value);
  void identifier(std::uint64_t value);
  void boolean(bool value);
  void null();
  void text(std::string_view value);  // escaped; bytes that are not UTF-8 become '?'
  void ref(const ReadingRef& ref);    // [boot, seq]

  void number(std::string_view member, double value) { name(member), number(value); }
  void identifier(std::string_view member, std::uint64_t value) { name(member), identifier(value); }
  void boolean(std::string_view member, bool value) { name(member), boolean(value); }
  void text(std::string_view member, std::string_view value) { name(member), text(value); }
  void ref(std::string_view member, const ReadingRef& value) { name(member), ref(value); }
  void null(std::string_view member) { name(member), null(); }

  // Members that are left out when empty.
  void number(std::string_view member, const std::optional<double>& value) {
    if (value) number(member, *value);
  }
  void integer(std::string_view member, const std::optional<std::int32_t>& value) {
    if (value) name(member), integer(*value);
  }
  template <std::unsigned_integral Integer>
  void identifier(std::string_view member, const std::optional<Integer>& value) {
    if (value) identifier(member, std::uint64_t{*value});
  }
  void ref(std::string_view member, const std::optional<ReadingRef>& value) {
    if (value) ref(member, *value);
  }
  template <std::size_t Capacity>
  void text(std::string_view member, const std::optional<Text<Capacity>>& value) {
    if (value) text(member, value->view());
  }

  [[nodiscard]] bool overflowed() const { return overflowed_; }
  [[nodiscard]] std::size_t size() const { return size_; }

  // What was written; the buffer must have been large enough.
  [[nodiscard]] std::string_view written() const;

  // Back to an earlier state of this writer, as if nothing had been written since.
  class Mark {
    friend class JsonWriter;
    std::size_t size_ = 0;
    bool comma_ = false;
  };
  [[nodiscard]] Mark mark() const;
  void rewind(const Mark& mark);
  void release_reserve() { end_ = buffer_.size(); }

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();
  void put(char c);
  void put(std::string_view text);
  void put_escaped(unsigned char c);

  std::span<char> buffer_;
  std::size_t end_;
  std::size_t size_ = 0;
  bool comma_ = false;  // the next value needs one before it
  bool overflowed_ = false;
};

}  // namespace luft::contract

// Closed sets of words, such as the causes of a movement: one table per set, read and written.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "contract/json.h"

namespace luft::contract {

template <class Value>
struct Word {
  std::string_view text;
  Value value;
};

template <class Value, std::size_t Count>
std::optional<Value> value_of(const std::array<Word<Value>, Count>& words, std::string_view text) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](const Word<Value>& word) { return word.text == text; });
  return found != words.end() ? std::optional(found->value) : std::nullopt;
}

template <class Value, std::size_t Count>
std::string_view word_for(const std::array<Word<Value>, Count>& words, Value value) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](const Word<Value>& word) { return word.value == value; });
  assert(found != words.end() && "a value of the closed set");
  return found->text;
}

// A required member that must be one of `words`.
template <class Value, std::size_t Count>
Value read_word(ObjectReader& object, const char* member,
                const std::array<Word<Value>, Count>& words) {
  const std::optional<Value> value = value_of(words, object.string(member));
  if (!value) object.refuse(ParseErrorKind::unknown_word, member);
  return value.value_or(Value{});
}

// A payload that is one bare word.
inline std::string_view copy_word(std::string_view word, std::span<char> buffer) {
  assert(word.size() <= buffer.size());
  std::copy(word.begin(), word.end(), buffer.begin());
  return {buffer.data(), word.size()};
}

}  // namespace luft::contract

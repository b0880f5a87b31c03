// Somebody else's payload, at whatever place luft.yaml names: a number that is read is finite, and
// is there. Input: a JSON pointer, a new line, the payload.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "hub/foreign/payload.h"

namespace {

// As luft.yaml is checked.
bool is_pointer(const std::string& text) {
  try {
    const nlohmann::json::json_pointer parsed{text};
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string pointer{input.substr(0, end)};
  if (!is_pointer(pointer)) return 0;
  const std::string_view payload = input.substr(std::min(end + 1, input.size()));
  const luft::hub::ForeignPayload parsed{payload};
  const auto number = parsed.number_at(pointer);
  assert(!number || std::isfinite(*number));
  assert(!number || nlohmann::json::accept(payload));
  return 0;
}

// Every payload of the wire as text in, text out: what golden files, hostile input and fuzzers are
// tried on.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "contract/parse_error.h"

namespace luft::contract::testing {

struct Payload {
  std::string_view
      name;  // folder under contract/golden: a topic kind, with a reading's metric or what is told

  // Parses, and writes what was understood. Stops the program when what was written does not read
  // back equal, so every use of it is a round-trip test.
  std::expected<std::string, ParseError> (*rewrite)(std::string_view text);
};

[[nodiscard]] std::span<const Payload> all_payloads();
[[nodiscard]] const Payload& payload_named(std::string_view name);

}  // namespace luft::contract::testing

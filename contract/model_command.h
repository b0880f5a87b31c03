// `ml/command`: what a person wishes to change about the models, as the hub passes it on. What
// became of it stands in `ml/versions`, under the same id.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "contract/limits.h"
#include "contract/parse_error.h"
#include "contract/text.h"

namespace luft::contract {

struct ModelCommand {
  enum class Wish : std::uint8_t {
    use,        // puts `version` in force
    roll_back,  // puts the one before in force again; `version` is empty
    shadow,     // lets `version` decide in the shadow; empty: none does
  };
  Wish wish{};
  Text<kMaxModelNameLength> version{};
  Text<kMaxRequestIdLength> id{};  // what the answer is told by

  friend bool operator==(const ModelCommand&, const ModelCommand&) = default;
};

// {"command":"use","version":"1.2.0","id":"0194…"}
[[nodiscard]] std::expected<ModelCommand, ParseError> parse_model_command(std::string_view payload);
[[nodiscard]] std::string_view write_model_command(const ModelCommand& command,
                                                   std::span<char> buffer);

}  // namespace luft::contract

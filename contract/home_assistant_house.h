// The house as one more device in Home Assistant, with what concerns all windows at once: the
// switch "Airing". On the host only; its topics are a device's (home_assistant.h), under a name
// that no device can have.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "contract/home_assistant.h"

namespace luft::contract {

inline constexpr std::string_view kHomeAssistantHouse = "_house";  // no device id begins so

// The discovery payload. `version`: of the hub.
[[nodiscard]] std::string home_assistant_house_config(const HomeAssistantNames& names,
                                                      std::string_view version);
// {"airing":"on"}, or "paused": how it is with all windows that can be told.
[[nodiscard]] std::string write_home_assistant_house_state(Airing airing);

// `on` or `paused`, on the set topic.
[[nodiscard]] std::expected<Airing, ParseError> parse_airing(std::string_view payload);
[[nodiscard]] std::string_view name(Airing airing);

}  // namespace luft::contract

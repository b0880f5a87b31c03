// Why the model is not asked about a window now.
#pragma once

#include <cstdint>
#include <string_view>

namespace luft::hub {

enum class Waiting : std::uint8_t {
  no_fresh_temperature,
  no_fresh_humidity,
  no_fresh_volume,
  shortest_interval,
  answer,      // to the last request
  asks_again,  // the last request was not answered: later each time
  nothing_changed,
  contested,  // two devices claim this name
};
[[nodiscard]] std::string_view text(Waiting waiting);  // for people

}  // namespace luft::hub

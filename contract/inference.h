// `ml/inference/request/{id}`: what the hub knows of a window's room when it asks for a decision.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "contract/limits.h"
#include "contract/parse_error.h"
#include "contract/reading.h"
#include "contract/text.h"

namespace luft::contract {

using RequestId = Text<kMaxRequestIdLength>;  // UUIDv7 when it is ours

struct InferenceRequest {
  double temp_c = 0;
  double humidity_pct = 0;
  std::optional<double> volume_dba{};  // empty: the room has no microphone (`"volume":null`)

  std::optional<RequestId> request_id{};
  std::optional<ReadingRef> as_of{};  // newest reading of the window's own device the hub knew
  std::optional<double> position_pct{};
  std::optional<std::uint32_t> hold_s{};       // what remains of a person's hold; empty: none
  std::optional<std::uint64_t> time_ms{};      // Unix time of the request
  std::optional<std::int32_t> utc_offset_s{};  // of the site, for the time of day
  std::optional<double> temp_trend_c_per_h{};
  std::optional<double> humidity_trend_pct_per_h{};
  std::optional<double> co2_ppm{};
  std::optional<double> outdoor_temp_c{};
  std::optional<double> outdoor_humidity_pct{};
  std::optional<double> rain_mm_per_h{};
  std::optional<double> wind_speed_m_s{};

  friend bool operator==(const InferenceRequest&, const InferenceRequest&) = default;
};

// Required: `temp`, `humidity`, `volume` (a number or null); `temperature` and `sound_volume` are
// accepted as other names. Optional members on the wire: `request_id`, `as_of` ([boot, seq]),
// `position`, `hold_s`, `time_ms`, `utc_offset_s`, `temp_trend`, `humidity_trend`, `co2`,
// `outdoor_temp`, `outdoor_humidity`, `rain`, `wind_speed`. An optional member that is invalid
// refuses the request.
[[nodiscard]] std::expected<InferenceRequest, ParseError> parse_inference_request(
    std::string_view payload);

// `buffer`: at least kMaxMessageBytes.
[[nodiscard]] std::string_view write_inference_request(const InferenceRequest& request,
                                                       std::span<char> buffer);

}  // namespace luft::contract

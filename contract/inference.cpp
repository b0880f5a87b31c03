#include "contract/inference.h"

#include "contract/json.h"
#include "contract/json_writer.h"
#include "contract/limits.h"

namespace luft::contract {
namespace {

constexpr Range kUtcOffsets{-14.0 * 3600, 14.0 * 3600};
constexpr Range kTemperatureTrends{-kSteepestTemperature_k_per_h, kSteepestTemperature_k_per_h};
constexpr Range kHumidityTrends{-kSteepestHumidity_pct_per_h, kSteepestHumidity_pct_per_h};

// The member that carries a value under its own name or the first implementation's.
const char* present(ObjectReader& object, const char* name, const char* other_name) {
  return !object.has(name) && object.has(other_name) ? other_name : name;
}

std::optional<double> read_volume(ObjectReader& object) {
  const Range range = range_of(Metric::sound_volume);
  const char* member = present(object, "volume", "sound_volume");
  if (object.has(member)) return object.number(member, range);
  if (!object.is_null("volume") && !object.is_null("sound_volume")) {
    object.refuse(ParseErrorKind::missing, "volume");
  }
  return std::nullopt;
}

}  // namespace

std::expected<InferenceRequest, ParseError> parse_inference_request(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  const Range temperatures = range_of(Metric::temperature);
  const Range humidities = range_of(Metric::humidity);
  InferenceRequest request;
  request.temp_c = object.number(present(object, "temp", "temperature"), temperatures);
  request.humidity_pct = object.number("humidity", humidities);
  request.volume_dba = read_volume(object);
  request.request_id = object.optional_text<kMaxRequestIdLength>("request_id");
  request.as_of = object.optional_ref("as_of");
  request.position_pct = object.optional_number("position", kPercent);
  request.hold_s = object.optional_integer<std::uint32_t>("hold_s", {0, double{kMaxHoldSeconds}});
  request.time_ms = object.optional_integer<std::uint64_t>("time_ms", kIdentifiers);
  request.utc_offset_s = object.optional_integer<std::int32_t>("utc_offset_s", kUtcOffsets);
  request.temp_trend_c_per_h = object.optional_number("temp_trend", kTemperatureTrends);
  request.humidity_trend_pct_per_h = object.optional_number("humidity_trend", kHumidityTrends);
  request.co2_ppm = object.optional_number("co2", range_of(Metric::co2));
  request.outdoor_temp_c = object.optional_number("outdoor_temp", temperatures);
  request.outdoor_humidity_pct = object.optional_number("outdoor_humidity", humidities);
  request.rain_mm_per_h = object.optional_number("rain", range_of(Metric::rain));
  request.wind_speed_m_s = object.optional_number("wind_speed", range_of(Metric::wind_speed));
  return object.result(request);
}

std::string_view write_inference_request(const InferenceRequest& request, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.number("temp", request.temp_c);
  json.number("humidity", request.humidity_pct);
  if (request.volume_dba) {
    json.number("volume", *request.volume_dba);
  } else {
    json.null("volume");
  }
  json.text("request_id", request.request_id);
  json.ref("as_of", request.as_of);
  json.number("position", request.position_pct);
  json.identifier("hold_s", request.hold_s);
  json.identifier("time_ms", request.time_ms);
  json.integer("utc_offset_s", request.utc_offset_s);
  json.number("temp_trend", request.temp_trend_c_per_h);
  json.number("humidity_trend", request.humidity_trend_pct_per_h);
  json.number("co2", request.co2_ppm);
  json.number("outdoor_temp", request.outdoor_temp_c);
  json.number("outdoor_humidity", request.outdoor_humidity_pct);
  json.number("rain", request.rain_mm_per_h);
  json.number("wind_speed", request.wind_speed_m_s);
  json.end_object();
  return json.written();
}

}  // namespace luft::contract

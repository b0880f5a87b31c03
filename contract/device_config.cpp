#include "contract/device_config.h"

#include <cJSON.h>

#include "contract/json.h"
#include "contract/json_writer.h"

namespace luft::contract {
namespace {

constexpr Range kIntervals{1, 86'400};
constexpr Range kDeadbands{0, 100'000};
constexpr Range kRests{0, 3'600};
constexpr Range kMinutesOfADay{0, 1'439};
constexpr Range kClipIntervals{0, 86'400};
constexpr std::uint32_t kShortestClipInterval_s = 10;

void read_metric(ObjectReader& object, MetricConfig& metric) {
  metric.interval_s = object.optional_integer<std::uint32_t>("interval_s", kIntervals);
  metric.probe_s = object.optional_integer<std::uint32_t>("probe_s", kIntervals);
  metric.deadband = object.optional_number("deadband", kDeadbands);
  if (metric.probe_s && metric.interval_s && *metric.probe_s > *metric.interval_s) {
    object.refuse(ParseErrorKind::inconsistent, "probe_s");
  }
}

void read_window(ObjectReader& object, WindowConfig& window) {
  window.rest_s = object.optional_integer<std::uint32_t>("rest_s", kRests);
  if (object.has("strict")) window.strict = object.boolean("strict");
  if (object.has("locked")) window.locked = object.boolean("locked");
  window.quiet_from_min = object.optional_integer<std::uint32_t>("quiet_from_min", kMinutesOfADay);
  window.quiet_to_min = object.optional_integer<std::uint32_t>("quiet_to_min", kMinutesOfADay);
  if (window.quiet_from_min.has_value() != window.quiet_to_min.has_value()) {
    object.refuse(ParseErrorKind::inconsistent, "quiet_from_min");
  }
}

void read_audio(ObjectReader& object, AudioConfig& audio) {
  audio.clip_every_s = object.optional_integer<std::uint32_t>("clip_every_s", kClipIntervals);
  const std::uint32_t every_s = audio.clip_every_s.value_or(0);
  if (every_s > 0 && every_s < kShortestClipInterval_s) {
    object.refuse(ParseErrorKind::out_of_range, "clip_every_s");
  }
}

DeviceConfig read_config(ObjectReader& object) {
  DeviceConfig config;
  config.version = object.identifier("version");
  object.within("metrics", [&] {
    for (const MetricInfo& info : all_metrics()) {
      object.within(info.name.data(), [&] { read_metric(object, config.of(info.metric)); });
    }
  });
  object.within("window", [&] { read_window(object, config.window); });
  object.within("audio", [&] { read_audio(object, config.audio); });
  return config;
}

void write_metric(JsonWriter& json, const MetricConfig& metric) {
  json.begin_object();
  json.identifier("interval_s", metric.interval_s);
  json.identifier("probe_s", metric.probe_s);
  json.number("deadband", metric.deadband);
  json.end_object();
}

void write_window(JsonWriter& json, const WindowConfig& window) {
  json.begin_object();
  json.identifier("rest_s", window.rest_s);
  if (window.strict) json.boolean("strict", *window.strict);
  if (window.locked) json.boolean("locked", *window.locked);
  json.identifier("quiet_from_min", window.quiet_from_min);
  json.identifier("quiet_to_min", window.quiet_to_min);
  json.end_object();
}

void write_members(JsonWriter& json, const DeviceConfig& config) {
  json.identifier("version", config.version);
  bool begun = false;
  for (const MetricInfo& info : all_metrics()) {
    const MetricConfig& metric = config.of(info.metric);
    if (metric.empty()) continue;
    if (!begun) json.name("metrics"), json.begin_object();
    begun = true;
    json.name(info.name);
    write_metric(json, metric);
  }
  if (begun) json.end_object();
  if (!config.window.empty()) {
    json.name("window");
    write_window(json, config.window);
  }
  if (config.audio.empty()) return;
  json.name("audio");
  json.begin_object();
  json.identifier("clip_every_s", config.audio.clip_every_s);
  json.end_object();
}

void read_refusals(ObjectReader& object, ReportedConfig& reported) {
  if (!object.has("refused")) return;
  for (const cJSON* item = object.array("refused"); item != nullptr; item = item->next) {
    if (reported.refusal_count == ReportedConfig::kMostRefusals) {
      return object.refuse(ParseErrorKind::out_of_range, "refused");
    }
    ConfigRefusal& refusal = reported.refusals[reported.refusal_count++];
    object.within(item, "refused", [&] {
      refusal.setting = object.text<32>("setting");
      refusal.reason = object.optional_sentence<64>("reason").value_or(Text<64>{});
    });
  }
}

}  // namespace

void ReportedConfig::refuse(std::string_view setting, std::string_view reason) {
  if (refusal_count == kMostRefusals) return;
  refusals[refusal_count++] = {.setting = Text<32>::cut(setting), .reason = Text<64>::cut(reason)};
}

std::expected<DeviceConfig, ParseError> parse_device_config(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  const DeviceConfig config = read_config(object);
  return object.result(config);
}

std::string_view write_device_config(const DeviceConfig& config, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  write_members(json, config);
  json.end_object();
  return json.written();
}

std::expected<ReportedConfig, ParseError> parse_reported_config(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  ReportedConfig reported;
  reported.in_force = read_config(object);
  read_refusals(object, reported);
  return object.result(reported);
}

std::string_view write_reported_config(const ReportedConfig& reported, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  write_members(json, reported.in_force);
  if (reported.refusal_count > 0) {
    json.name("refused");
    json.begin_array();
    for (const ConfigRefusal& refusal : reported.refused()) {
      json.begin_object();
      json.text("setting", refusal.setting.view());
      if (!refusal.reason.empty()) json.text("reason", refusal.reason.view());
      json.end_object();
    }
    json.end_array();
  }
  json.end_object();
  return json.written();
}

}  // namespace luft::contract

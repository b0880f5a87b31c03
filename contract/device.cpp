#include "contract/device.h"

#include <cJSON.h>

#include <array>

#include "contract/json.h"
#include "contract/json_writer.h"
#include "contract/number.h"
#include "contract/words.h"

namespace luft::contract {
namespace {

constexpr std::array kPresences{
    Word{"online", Presence::online},
    Word{"offline", Presence::offline},
};

constexpr std::array kCommands{
    Word{"identify", DeviceCommand::identify},
    Word{"calibrate", DeviceCommand::calibrate},
    Word{"restart", DeviceCommand::restart},
    Word{"update", DeviceCommand::update},
};

constexpr Range kUint32Range{0, 4294967295.0};

DeviceDiagnostics read_diagnostics(ObjectReader& object) {
  const auto integer = [&](const char* member) {
    return object.optional_integer<std::uint32_t>(member, kUint32Range);
  };
  DeviceDiagnostics result;
  result.lowest_free_memory_bytes = integer("lowest_memory");
  result.largest_free_block_bytes = integer("largest_block");
  result.lowest_free_stack_bytes = integer("lowest_stack");
  result.longest_round_ms = integer("longest_round_ms");
  result.brown_outs = integer("brown_outs");
  if (object.has("crash_dump")) result.crash_dump = object.boolean("crash_dump");
  return result;
}

void write_diagnostics(const DeviceDiagnostics& diagnostics, JsonWriter& json) {
  json.identifier("lowest_memory", diagnostics.lowest_free_memory_bytes);
  json.identifier("largest_block", diagnostics.largest_free_block_bytes);
  json.identifier("lowest_stack", diagnostics.lowest_free_stack_bytes);
  json.identifier("longest_round_ms", diagnostics.longest_round_ms);
  json.identifier("brown_outs", diagnostics.brown_outs);
  if (diagnostics.crash_dump) json.boolean("crash_dump", *diagnostics.crash_dump);
}

std::optional<std::uint16_t> read_sensors(ObjectReader& object) {
  if (!object.has("sensors")) return std::nullopt;
  std::uint16_t sensors = 0;
  for (const cJSON* item = object.array("sensors"); item != nullptr; item = item->next) {
    const auto word = string_of(item, "sensors");
    if (!word) {
      object.refuse(word.error());
    } else if (const auto metric = metric_named(*word)) {
      sensors |= sensor_bit(*metric);
    }
  }
  return sensors;
}

}  // namespace

std::expected<Presence, ParseError> parse_presence(std::string_view payload) {
  if (payload.size() > kMaxMessageBytes) return refusal(ParseErrorKind::too_long);
  const std::optional<Presence> presence = value_of(kPresences, trimmed(payload));
  if (!presence) return refusal(ParseErrorKind::unknown_word);
  return *presence;
}

std::string_view name(Presence presence) {
  return word_for(kPresences, presence);
}

std::expected<DeviceInfo, ParseError> parse_device_info(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  DeviceInfo info;
  info.boot = object.identifier("boot");
  info.firmware = object.optional_text<32>("firmware").value_or(Text<32>{});
  info.chip = object.optional_text<32>("chip").value_or(Text<32>{});
  info.reset_reason = object.optional_text<32>("reset_reason").value_or(Text<32>{});
  info.rssi_dbm = object.optional_number("rssi", range_of(Metric::rssi));
  info.free_memory_bytes = object.optional_integer<std::uint32_t>("free_memory", kUint32Range);
  if (object.has("window")) info.window = object.boolean("window");
  info.sensors = read_sensors(object);
  info.diagnostics = read_diagnostics(object);
  return object.result(info);
}

std::string_view write_device_info(const DeviceInfo& info, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.identifier("boot", info.boot);
  if (!info.firmware.empty()) json.text("firmware", info.firmware.view());
  if (!info.chip.empty()) json.text("chip", info.chip.view());
  if (!info.reset_reason.empty()) json.text("reset_reason", info.reset_reason.view());
  json.number("rssi", info.rssi_dbm);
  json.identifier("free_memory", info.free_memory_bytes);
  if (info.window) json.boolean("window", *info.window);
  if (info.sensors) {
    json.name("sensors");
    json.begin_array();
    for (const MetricInfo& row : all_metrics()) {
      if ((*info.sensors & sensor_bit(row.metric)) != 0) json.text(row.name);
    }
    json.end_array();
  }
  write_diagnostics(info.diagnostics, json);
  json.end_object();
  return json.written();
}

std::expected<DeviceEvent, ParseError> parse_device_event(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  DeviceEvent event;
  event.event = object.text<32>("event");
  event.request_id = object.optional_text<kMaxRequestIdLength>("request_id");
  event.reason = object.optional_sentence<kMaxReasonLength>("reason");
  return object.result(event);
}

std::string_view write_device_event(const DeviceEvent& event, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.text("event", event.event.view());
  json.text("request_id", event.request_id);
  json.text("reason", event.reason);
  json.end_object();
  return json.written();
}

std::expected<DeviceCommand, ParseError> parse_device_command(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  const DeviceCommand command = read_word(object, "command", kCommands);
  return object.result(command);
}

std::string_view write_device_command(DeviceCommand command, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.text("command", word_for(kCommands, command));
  json.end_object();
  return json.written();
}

}  // namespace luft::contract

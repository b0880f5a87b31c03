// A device's discovery payload: which entities it has in Home Assistant and how each reads the
// state topic and writes the set topic. Long names, not Home Assistant's abbreviations: people read
// these in MQTT Explorer.
#include <fmt/format.h>

#include <vector>

#include "contract/home_assistant.h"
#include "contract/home_assistant_holds.h"
#include "contract/json_writer.h"
#include "contract/limits.h"

namespace luft::contract {
namespace {

constexpr std::size_t kMaxConfigBytes = 16 * 1024;

// How Home Assistant calls what we measure.
// Source: https://www.home-assistant.io/integrations/sensor/#device-class
struct SensorEntity {
  Metric metric;
  std::string_view name;
  std::string_view device_class;
  std::string_view unit;
  int decimals = 0;
  bool is_diagnostic = false;
};
constexpr std::array<SensorEntity, kMetricCount> kSensors{{
    {Metric::temperature, "Temperature", "temperature", "°C", 1, false},
    {Metric::humidity, "Humidity", "humidity", "%", 0, false},
    {Metric::sound_volume, "Sound", "sound_pressure", "dBA", 0, false},
    {Metric::co2, "Carbon dioxide", "carbon_dioxide", "ppm", 0, false},
    {Metric::pressure, "Pressure", "atmospheric_pressure", "hPa", 0, false},
    {Metric::illuminance, "Illuminance", "illuminance", "lx", 0, false},
    {Metric::rain, "Rain", "precipitation_intensity", "mm/h", 1, false},
    {Metric::wind_speed, "Wind", "wind_speed", "m/s", 1, false},
    {Metric::rssi, "Signal", "signal_strength", "dBm", 0, true},
}};

// Writes one device's entities; each begins with its platform and ends with end().
class Entities {
 public:
  Entities(JsonWriter& json, const HomeAssistantTopics& topics, std::string_view object_id)
      : json_(json), topics_(topics), object_id_(object_id) {}

  void begin(std::string_view key, std::string_view platform) {
    json_.name(key);
    json_.begin_object();
    json_.text("platform", platform);
    json_.text("unique_id", fmt::format("luft_{}_{}", object_id_, key));
  }
  void reads(std::string_view template_text) { json_.text("value_template", template_text); }
  void writes() { json_.text("command_topic", topics_.set); }
  void explains() {
    json_.text("json_attributes_topic", topics_.state);
    json_.text("json_attributes_template", "{{ value_json.why | tojson }}");
  }
  void end() { json_.end_object(); }

  void add_cover() {
    begin("window", "cover");
    json_.null("name");  // it is the device's main entity: called as the device
    json_.text("device_class", "window");
    reads("{{ value_json.window }}");
    json_.text("position_topic", topics_.state);
    json_.text("position_template",
               "{{ value_json.position if value_json.position is not none else '' }}");
    writes();
    json_.text("set_position_topic", topics_.set);
    json_.text("set_position_template", "{{ position }}");
    explains();
    end();
  }

  void add_sensor(const SensorEntity& sensor) {
    const std::string_view member = info(sensor.metric).name;
    begin(member, "sensor");
    json_.text("name", sensor.name);
    json_.text("device_class", sensor.device_class);
    json_.text("state_class", "measurement");
    json_.text("unit_of_measurement", sensor.unit);
    json_.identifier("suggested_display_precision", static_cast<std::uint64_t>(sensor.decimals));
    if (sensor.is_diagnostic) json_.text("entity_category", "diagnostic");
    reads(fmt::format("{{{{ value_json.{} | default(none) }}}}", member));
    end();
  }

  void add_confidence() {
    begin("confidence", "sensor");
    json_.text("name", "Confidence");
    json_.text("icon", "mdi:gauge");
    json_.text("state_class", "measurement");
    json_.text("unit_of_measurement", "%");
    reads("{{ value_json.confidence }}");
    end();
  }

  void add_reason() {
    begin("reason", "sensor");
    json_.text("name", "Reason");
    json_.text("icon", "mdi:comment-question-outline");
    reads("{{ value_json.reason }}");
    explains();
    end();
  }

  // Off: held where it is for as long as a window takes.
  void add_automatic() {
    begin("automatic", "switch");
    json_.text("name", "Automatic");
    json_.text("icon", "mdi:window-shutter-auto");
    reads("{{ value_json.automatic }}");
    json_.text("state_on", "on");
    json_.text("state_off", "off");
    writes();
    json_.text("payload_on", "AUTO");
    json_.text("payload_off", fmt::format(R"({{"hold_s":{}}})", kMaxHoldSeconds));
    end();
  }

  void add_hold() {
    begin("hold", "select");
    json_.text("name", "Hold");
    json_.text("icon", "mdi:hand-back-right-outline");
    reads("{{ value_json.hold }}");
    json_.name("options");
    json_.begin_array();
    json_.text(kNoHold);
    std::string lengths;
    for (const OfferedHold& each : kHolds) {
      json_.text(each.name);
      lengths += fmt::format("{}'{}': {}", lengths.empty() ? "" : ", ", each.name, each.hold_s);
    }
    json_.end_array();
    writes();
    json_.text("command_template", fmt::format("{{{{ 'AUTO' if value == '{}' else "
                                               "{{'hold_s': {{{}}}[value]}} | tojson }}}}",
                                               kNoHold, lengths));
    end();
  }

 private:
  JsonWriter& json_;
  const HomeAssistantTopics& topics_;
  std::string_view object_id_;
};

// Both have to be there: who says how the device is, and the device.
void add_availability(JsonWriter& json, const HomeAssistantNames& names,
                      const HomeAssistantTopics& topics) {
  json.text("availability_mode", "all");
  json.name("availability");
  json.begin_array();
  json.begin_object();
  json.text("topic", fmt::format("{}{}hub/status", names.site, names.site.empty() ? "" : "/"));
  json.end_object();
  json.begin_object();
  json.text("topic", topics.state);
  json.text("value_template", "{{ value_json.availability }}");
  json.end_object();
  json.end_array();
}

void add_device(JsonWriter& json, const HomeAssistantDevice& device, std::string_view object_id) {
  json.name("device");
  json.begin_object();
  json.name("identifiers");
  json.begin_array();
  json.text(fmt::format("luft_{}", object_id));
  json.end_array();
  json.text("name", device.name);
  json.text("manufacturer", "Luft");
  json.text("model", device.window ? "Window" : "Sensor");
  if (!device.firmware.empty()) json.text("sw_version", device.firmware);
  if (!device.room.empty()) json.text("suggested_area", device.room);
  json.end_object();
}

void add_components(Entities& entities, const HomeAssistantDevice& device) {
  if (device.window) {
    entities.add_cover();
    entities.add_confidence();
    entities.add_reason();
    entities.add_automatic();
    entities.add_hold();
  }
  for (const SensorEntity& sensor : kSensors) {
    if ((device.sensors & sensor_bit(sensor.metric)) != 0) entities.add_sensor(sensor);
  }
}

// "north_kitchen" of homeassistant/device/north_kitchen/config
std::string_view object_id_of(std::string_view config_topic) {
  config_topic.remove_suffix(std::string_view{"/config"}.size());
  return config_topic.substr(config_topic.rfind('/') + 1);
}

}  // namespace

std::string home_assistant_config(const HomeAssistantDevice& device,
                                  const HomeAssistantNames& names, std::string_view version) {
  const HomeAssistantTopics topics = home_assistant_topics(names, device.id);
  const std::string_view object_id = object_id_of(topics.config);
  std::vector<char> buffer(kMaxConfigBytes);
  JsonWriter json(buffer);
  json.begin_object();
  add_device(json, device, object_id);
  json.name("origin");
  json.begin_object();
  json.text("name", "Luft");
  json.text("sw_version", version);
  json.end_object();
  json.text("state_topic", topics.state);
  json.identifier("qos", 1);
  add_availability(json, names, topics);
  json.name("components");
  json.begin_object();
  Entities entities(json, topics, object_id);
  add_components(entities, device);
  json.end_object();
  json.end_object();
  return std::string{json.written()};
}

}  // namespace luft::contract

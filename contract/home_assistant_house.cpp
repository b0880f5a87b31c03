#include "contract/home_assistant_house.h"

#include <fmt/format.h>

#include <vector>

#include "contract/json_writer.h"

namespace luft::contract {
namespace {

constexpr std::size_t kMaxConfigBytes = 4 * 1024;

// "north__house" of homeassistant/device/north__house/config
std::string_view object_id_of(std::string_view config_topic) {
  config_topic.remove_suffix(std::string_view{"/config"}.size());
  return config_topic.substr(config_topic.rfind('/') + 1);
}

void add_device(JsonWriter& json, const HomeAssistantNames& names, std::string_view object_id,
                std::string_view version) {
  json.name("device");
  json.begin_object();
  json.name("identifiers");
  json.begin_array();
  json.text(fmt::format("luft_{}", object_id));
  json.end_array();
  json.text("name", names.site.empty() ? "Luft" : fmt::format("Luft {}", names.site));
  json.text("manufacturer", "Luft");
  json.text("model", "Hub");
  json.text("sw_version", version);
  json.end_object();
}

void add_switch(JsonWriter& json, const HomeAssistantTopics& topics, std::string_view object_id) {
  json.name("airing");
  json.begin_object();
  json.text("platform", "switch");
  json.text("unique_id", fmt::format("luft_{}_airing", object_id));
  json.text("name", "Airing");
  json.text("icon", "mdi:weather-windy");
  json.text("value_template", "{{ value_json.airing }}");
  json.text("state_on", name(Airing::on));
  json.text("state_off", name(Airing::paused));
  json.text("command_topic", topics.set);
  json.text("payload_on", name(Airing::on));
  json.text("payload_off", name(Airing::paused));
  json.end_object();
}

}  // namespace

std::string home_assistant_house_config(const HomeAssistantNames& names, std::string_view version) {
  const HomeAssistantTopics topics = home_assistant_topics(names, kHomeAssistantHouse);
  const std::string_view object_id = object_id_of(topics.config);
  std::vector<char> buffer(kMaxConfigBytes);
  JsonWriter json(buffer);
  json.begin_object();
  add_device(json, names, object_id, version);
  json.name("origin");
  json.begin_object();
  json.text("name", "Luft");
  json.text("sw_version", version);
  json.end_object();
  json.text("state_topic", topics.state);
  json.identifier("qos", 1);
  json.text("availability_topic",
            fmt::format("{}{}hub/status", names.site, names.site.empty() ? "" : "/"));
  json.name("components");
  json.begin_object();
  add_switch(json, topics, object_id);
  json.end_object();
  json.end_object();
  return std::string{json.written()};
}

std::string write_home_assistant_house_state(Airing airing) {
  return fmt::format(R"({{"airing":"{}"}})", name(airing));
}

std::expected<Airing, ParseError> parse_airing(std::string_view payload) {
  if (payload == name(Airing::on)) return Airing::on;
  if (payload == name(Airing::paused)) return Airing::paused;
  return std::unexpected(ParseError{.kind = ParseErrorKind::unknown_word, .member = {}});
}

std::string_view name(Airing airing) {
  return airing == Airing::on ? "on" : "paused";
}

}  // namespace luft::contract

#include "hub/home_assistant/home_assistant.h"

#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

#include "contract/topics.h"
#include "hub/home_assistant/device_view.h"
#include "runtime/shallow_json.h"

namespace luft::hub {

using contract::Retain;

namespace {

constexpr std::string_view kSetEnd = "/set";

// "kitchen" of home_assistant/kitchen/set, where that is how `topic` looks.
std::optional<std::string_view> between(std::string_view topic, std::string_view start,
                                        std::string_view end) {
  if (!topic.starts_with(start) || !topic.ends_with(end)) return std::nullopt;
  if (topic.size() <= start.size() + end.size()) return std::nullopt;
  return topic.substr(start.size(), topic.size() - start.size() - end.size());
}

const Device* find(const Snapshot& devices, std::string_view id) {
  const auto found = std::ranges::find_if(devices.devices, [id](const auto& each) {
    return each->is_shown() && each->id.view() == id;
  });
  return found == devices.devices.end() ? nullptr : found->get();
}

// Whether there is one that can be paused.
bool has_window(const Snapshot& devices) {
  return std::ranges::any_of(devices.devices, [](const auto& each) {
    return each->window != nullptr && each->may_have_window();
  });
}

}  // namespace

HomeAssistant::HomeAssistant(const runtime::Settings& settings, std::string version,
                             std::uint32_t seed)
    : discovery_(settings.home_assistant.discovery),
      prefix_(settings.home_assistant.prefix),
      site_(settings.site),
      silent_after_(settings.registry.inactive_after),
      version_(std::move(version)),
      chance_(seed) {}

contract::HomeAssistantNames HomeAssistant::names() const {
  return {.prefix = prefix_, .site = site_};
}

contract::HomeAssistantTopics HomeAssistant::topics_of(std::string_view device) const {
  return contract::home_assistant_topics(names(), device);
}

std::vector<std::string> HomeAssistant::topics() const {
  std::vector<std::string> topics{prefix_ + "/device/+/config", prefix_ + "/status"};
  if (is_on()) topics.push_back(topics_of("+").set);
  return topics;
}

void HomeAssistant::on_connected() {
  shown_.clear();
  house_ = {};
  retract_all_ = !is_on();
}

void HomeAssistant::on_message(std::string_view topic, std::string_view payload, Retain retained,
                               const Snapshot& devices, Moment now, HomeAssistantOutput& output) {
  if (topic.ends_with("/config")) {
    if (retained == Retain::yes) note_kept(topic, payload);
  } else if (topic == prefix_ + "/status") {
    if (payload == "online") introduce_all_again(now);
  } else if (retained == Retain::no && is_on()) {  // a kept wish is stale
    const std::string set = topics_of("+").set;
    const auto device = between(topic, std::string_view{set}.substr(0, set.find('+')), kSetEnd);
    if (device == contract::kHomeAssistantHouse) {
      take_house_wish(payload, output);
    } else if (device) {
      take_wish(*device, payload, devices, now, output);
    }
  }
}

// Everybody starts at once after a power cut: not all say everything in the same instant.
void HomeAssistant::introduce_all_again(Moment now) {
  retract_all_ = !is_on();
  std::uniform_int_distribution<std::int64_t> jitter{0, kLongestJitter.count()};
  for (auto& [id, shown] : shown_) {
    shown.introduce_at = now.steady + std::chrono::milliseconds{jitter(chance_)};
  }
  house_.introduce_at = now.steady + std::chrono::milliseconds{jitter(chance_)};
}

// A hand's: it goes to the window as one, and is an example to learn from.
void HomeAssistant::take_wish(std::string_view device, std::string_view payload,
                              const Snapshot& devices, Moment now, HomeAssistantOutput& output) {
  const Device* window = find(devices, device);
  const auto asked = contract::parse_home_assistant_set(payload);
  const bool can_hold = window != nullptr && window->window != nullptr;
  if (!asked || window == nullptr || window->has_window == false ||
      (std::holds_alternative<contract::HoldPosition>(*asked) && !can_hold)) {
    ++output.refused;
    return;
  }
  contract::WindowSet set;
  if (const auto* hold = std::get_if<contract::HoldPosition>(&*asked)) {
    set = contract::SetPosition{.position_pct = window->window->state.target_pct,
                                .hold_s = hold->hold_s};
  } else {
    set = std::get<contract::WindowSet>(*asked);
  }
  tell_window(window->id, set, output);
  PersonsWish wish{.window = window->id, .chosen = {}, .at = now, .asked_by = "home assistant"};
  if (const auto* chosen = std::get_if<contract::SetPosition>(&set)) wish.chosen = *chosen;
  if (wish.chosen || std::holds_alternative<contract::ReleaseHold>(set)) {
    output.wishes.push_back(wish);
  }
}

void HomeAssistant::take_house_wish(std::string_view payload, HomeAssistantOutput& output) {
  const auto airing = contract::parse_airing(payload);
  if (!airing) {
    ++output.refused;
    return;
  }
  output.airing = *airing;
}

void HomeAssistant::tell_window(const contract::DeviceId& window, const contract::WindowSet& set,
                                HomeAssistantOutput& output) const {
  std::array<char, contract::kMaxMessageBytes> buffer;
  const auto topic = contract::topic_name(
      {.kind = contract::TopicKind::window_set, .device = window, .metric = {}});
  output.publications.push_back(
      {.topic = (site_.empty() ? "" : site_ + "/") + std::string{topic.view()},
       .payload = std::string{contract::write_window_set(set, buffer)},
       .retain = Retain::no,
       .expiry_s = kWishExpiry_s});
}

// Ours are those that name our own topics; others use the same prefix.
void HomeAssistant::note_kept(std::string_view topic, std::string_view payload) {
  if (payload.empty() || payload.size() > kMaxConfigBytes) return;
  const auto config = runtime::parse_shallow_json(payload);
  if (!config.is_object()) return;
  const auto state = config.find("state_topic");
  if (state == config.end() || !state->is_string()) return;
  const std::string ours = topics_of("+").state;
  const auto id = between(state->get_ref<const std::string&>(),
                          std::string_view{ours}.substr(0, ours.find('+')), "/state");
  if (id && topics_of(*id).config == topic) kept_.emplace(*id);
}

void HomeAssistant::on_tick(const Snapshot& devices, Moment now, HomeAssistantOutput& output) {
  if (devices.version == 0) return;  // nobody has said yet which devices there are
  std::set<std::string, std::less<>> there;
  if (is_on()) {
    for (const auto& device : devices.devices) {
      if (there.size() == kMaxDevices) break;
      if (!is_for_home_assistant(*device)) continue;
      there.emplace(device->id.view());
      show(*device, now, output);
    }
    if (has_window(devices)) {
      there.emplace(contract::kHomeAssistantHouse);
      show_house(devices, now, output);
    }
  } else if (std::exchange(retract_all_, false)) {
    kept_.emplace(contract::kHomeAssistantHouse);
    for (const auto& device : devices.devices) {
      if (is_for_home_assistant(*device)) kept_.emplace(device->id.view());
    }
  }
  take_back_gone(there, output);
}

void HomeAssistant::take_back_gone(const std::set<std::string, std::less<>>& there,
                                   HomeAssistantOutput& output) {
  std::erase_if(kept_, [&](const std::string& id) {
    if (there.contains(id)) return false;
    const auto topics = topics_of(id);
    for (const std::string& topic : {topics.config, topics.state}) {
      output.publications.push_back(
          {.topic = topic, .payload = "", .retain = Retain::yes, .expiry_s = {}});
    }
    shown_.erase(id);
    if (id == contract::kHomeAssistantHouse) house_ = {};
    return true;
  });
}

HomeAssistant::Known HomeAssistant::known_of(const Device& device) {
  return {.said = device.said,
          .build = device.build,
          .window = device.window,
          .decision = device.decision,
          .capabilities = device.capability_bits(),
          .online = device.online,
          .active = device.active};
}

void HomeAssistant::show(const Device& device, Moment now, HomeAssistantOutput& output) {
  Shown& shown = shown_[std::string{device.id.view()}];
  const bool again = shown.introduce_at && now.steady >= *shown.introduce_at;
  const std::string_view hold =
      device.window ? contract::home_assistant_hold(hold_left_s(*device.window, now.wall)) : "";
  Known known = known_of(device);
  const bool is_news = shown.known != known;
  const bool can_wait = !again && !is_news && hold == shown.hold;
  const bool was_heard = device.last_seen != shown.last_seen;
  if (can_wait && (!was_heard || now.steady - shown.said_at < kReadingsEvery)) return;
  if (again || is_news) introduce(device, shown, now, output);
  say(device, shown, now, output);
  shown.known = std::move(known);
  shown.last_seen = device.last_seen;
  shown.hold = hold;
  kept_.emplace(device.id.view());
}

void HomeAssistant::show_house(const Snapshot& devices, Moment now, HomeAssistantOutput& output) {
  const auto topics = topics_of(contract::kHomeAssistantHouse);
  const auto keep = [&](const std::string& topic, std::string payload) {
    output.publications.push_back(
        {.topic = topic, .payload = std::move(payload), .retain = Retain::yes, .expiry_s = {}});
  };
  if (house_.introduce_at && now.steady >= *house_.introduce_at) {
    house_.introduce_at.reset();
    house_.said.reset();
    keep(topics.config, contract::home_assistant_house_config(names(), version_));
  }
  const Airing airing = devices.pause ? Airing::paused : Airing::on;
  if (house_.said == airing) return;
  house_.said = airing;
  keep(topics.state, contract::write_home_assistant_house_state(airing));
  kept_.emplace(contract::kHomeAssistantHouse);
}

void HomeAssistant::introduce(const Device& device, Shown& shown, Moment now,
                              HomeAssistantOutput& output) const {
  std::string config = contract::home_assistant_config(introduction_of(device), names(), version_);
  const bool again = shown.introduce_at && now.steady >= *shown.introduce_at;
  const std::size_t hash = std::hash<std::string>{}(config);
  if (hash == shown.config_hash && !again) return;
  shown.introduce_at.reset();
  shown.config_hash = hash;
  output.publications.push_back({.topic = topics_of(device.id.view()).config,
                                 .payload = std::move(config),
                                 .retain = Retain::yes,
                                 .expiry_s = {}});
}

void HomeAssistant::say(const Device& device, Shown& shown, Moment now,
                        HomeAssistantOutput& output) const {
  shown.said_at = now.steady;
  std::string state =
      contract::write_home_assistant_state(state_of(device, now.wall, silent_after_));
  const std::size_t hash = std::hash<std::string>{}(state);
  if (hash == shown.state_hash) return;
  shown.state_hash = hash;
  output.publications.push_back({.topic = topics_of(device.id.view()).state,
                                 .payload = std::move(state),
                                 .retain = Retain::yes,
                                 .expiry_s = {}});
}

}  // namespace luft::hub

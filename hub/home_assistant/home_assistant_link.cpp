#include "hub/home_assistant/home_assistant_link.h"

#include <algorithm>
#include <random>
#include <utility>

#include "hub/version.h"
#include "runtime/mqtt_loop.h"

namespace luft::hub {
namespace {

runtime::MqttLinkOptions options_for(runtime::MqttSettings mqtt,
                                     const HomeAssistant& home_assistant) {
  mqtt.client_id += "-home-assistant";
  mqtt.topic_prefix.clear();
  runtime::MqttLinkOptions options{.mqtt = std::move(mqtt), .subscriptions = {}, .status = {}};
  for (std::string& topic : home_assistant.topics()) {
    options.subscriptions.push_back({.filter = std::move(topic)});
  }
  return options;
}

}  // namespace

HomeAssistantLink::HomeAssistantLink(const runtime::Settings& settings, runtime::MqttSettings mqtt,
                                     Wiring wiring)
    : home_assistant_(settings, std::string{kVersion}, std::random_device{}()),
      wiring_(std::move(wiring)),
      wishes_(wiring_.metrics.counter("luft_hub_home_assistant_wishes_total",
                                      "Positions that people chose in Home Assistant.")),
      refused_(wiring_.metrics.counter("luft_hub_home_assistant_refused_total",
                                       "Commands from there that were not understood.")),
      link_(options_for(std::move(mqtt), home_assistant_),
            {.on_message = [this](const auto& message) { on_message(message); },
             .on_connected = [this] { home_assistant_.on_connected(); },
             .on_disconnected = {}},
            wiring_.log) {}

void HomeAssistantLink::start() {
  link_.start();
  link_.loop().post([this] { tick_again(); });
}

void HomeAssistantLink::on_message(const runtime::MqttMessage& message) {
  home_assistant_.on_message(message.topic, message.payload, message.retained,
                             *wiring_.board.newest(), Moment::of(wiring_.clock), output_);
  publish();
}

void HomeAssistantLink::tick_again() {
  if (link_.connected()) {
    home_assistant_.on_tick(*wiring_.board.newest(), Moment::of(wiring_.clock), output_);
    publish();
  }
  link_.loop().call_after(kTickEvery, [this] { tick_again(); });
}

// What does not go out is said again with the next connection, or with the next change.
void HomeAssistantLink::publish() {
  for (const HomeAssistantPublication& each : output_.publications) {
    const auto sent =
        link_.publish(each.topic, each.payload, {.retain = each.retain, .expiry_s = each.expiry_s});
    if (!sent) {
      wiring_.log.debug("a message for Home Assistant did not go out",
                        {{"topic", each.topic}, {"error", runtime::name(sent.error())}});
    }
  }
  for (const PersonsWish& wish : output_.wishes) wiring_.remember(wish);
  if (output_.airing) wiring_.set_airing(*output_.airing);
  const auto chosen = std::ranges::count_if(
      output_.wishes, [](const PersonsWish& wish) { return wish.chosen.has_value(); });
  wishes_.add(static_cast<std::uint64_t>(chosen));
  refused_.add(output_.refused);
  output_ = {};
}

}  // namespace luft::hub

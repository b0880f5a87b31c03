#include "hub/foreign/foreign_link.h"

#include <utility>

#include "runtime/mqtt_loop.h"

namespace luft::hub {
namespace {

runtime::MqttLinkOptions options_for(runtime::MqttSettings mqtt, const Bridge& bridge) {
  mqtt.client_id += "-foreign";
  mqtt.topic_prefix.clear();
  runtime::MqttLinkOptions options{.mqtt = std::move(mqtt), .subscriptions = {}, .status = {}};
  for (std::string& topic : bridge.topics()) {
    options.subscriptions.push_back({.filter = std::move(topic)});
  }
  return options;
}

}  // namespace

ForeignLink::ForeignLink(const runtime::Settings& settings, runtime::MqttSettings mqtt,
                         const Registry& known, const runtime::Clock& clock,
                         runtime::Metrics& metrics, runtime::Log log)
    : bridge_(settings),
      clock_(clock),
      log_(std::move(log)),
      readings_(metrics.counter("luft_hub_foreign_readings_total",
                                "Readings made of other people's messages.")),
      refused_(metrics.counter("luft_hub_foreign_refused_total",
                               "Places that a source names where no number stood.")),
      orders_(metrics.counter("luft_hub_foreign_orders_total",
                              "Commands to windows with other people's firmware.")),
      link_(options_for(std::move(mqtt), bridge_),
            {.on_message = [this](const auto& message) { on_message(message); },
             .on_connected = [this] { bridge_.on_connected(Moment::of(clock_)); },
             .on_disconnected = {}},
            log_) {
  const Moment now = Moment::of(clock_);
  for (const Device& device : known.all()) {
    if (!device.window) continue;
    contract::WindowState state = device.window->state;
    const std::uint32_t left_s = hold_left_s(*device.window, now.wall);
    state.hold_s = left_s > 0 ? std::optional{left_s} : std::nullopt;
    bridge_.recall(device.id, state, now);
  }
}

void ForeignLink::start() {
  link_.start();
  link_.loop().post([this] { tick_again(); });
}

void ForeignLink::on_message(const runtime::MqttMessage& message) {
  bridge_.on_message(message.topic, message.payload, message.retained, Moment::of(clock_), out_);
  publish();
  count(message.topic);
}

void ForeignLink::tick_again() {
  bridge_.on_tick(Moment::of(clock_), out_);
  publish();
  link_.loop().call_after(kTickEvery, [this] { tick_again(); });
}

// What does not go out is not lost for good: an order that a cover does not follow is given again
// or its window says so, and a source's next message brings the next reading.
void ForeignLink::publish() {
  for (const ForeignPublication& each : out_) {
    const auto sent =
        link_.publish(each.topic, each.payload, {.retain = each.retain, .expiry_s = each.expiry_s});
    if (!sent) {
      log_.debug("a message about another's device did not go out",
                 {{"topic", each.topic}, {"error", runtime::name(sent.error())}});
    }
  }
  out_.clear();
}

void ForeignLink::count(std::string_view topic) {
  const ForeignCounts& now = bridge_.counts();
  readings_.add(now.readings - counted_.readings);
  refused_.add(now.refused - counted_.refused);
  orders_.add(now.orders - counted_.orders);
  if (now.refused > counted_.refused && !std::exchange(complained_, true)) {
    log_.warn(
        "a source's place holds no number; more are counted in luft_hub_foreign_refused_total",
        {{"topic", topic}});
  }
  counted_ = now;
}

}  // namespace luft::hub

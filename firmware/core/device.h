// A whole device: senses, says, keeps until receipted, listens, moves. No clock, socket or thread
// of its own: it is handed messages and the time, and answers through its ports.
//
// One thread drives it. After construction it allocates nothing (parsing JSON apart).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "contract/device.h"
#include "contract/topics.h"
#include "firmware/core/configuration.h"
#include "firmware/core/device_settings.h"
#include "firmware/core/kept_settings.h"
#include "firmware/core/outbox.h"
#include "firmware/core/ports.h"
#include "firmware/core/self_report.h"
#include "firmware/core/senses.h"
#include "firmware/core/update/update.h"
#include "firmware/core/window.h"

namespace luft::firmware {

enum class Delivery : std::uint8_t { live, retained };

struct DeviceCounters {
  std::uint64_t ignored_retained = 0;  // control, set or command from the broker's memory
  std::uint64_t not_understood = 0;    // topics and payloads
};

class Device {
 public:
  Device(const DeviceSettings& settings, const Ports& ports);
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  // What to subscribe to, QoS 1, with every connection (clean start, no session).
  static constexpr std::size_t kMostSubscriptions = 8;
  struct Subscriptions {
    std::array<contract::TopicName, kMostSubscriptions> names;
    std::size_t count = 0;
    [[nodiscard]] std::span<const contract::TopicName> all() const { return {names.data(), count}; }
  };
  [[nodiscard]] Subscriptions subscriptions() const;
  // The last will: this topic, retained, with the payload `offline`.
  [[nodiscard]] contract::Topic status_topic() const { return self_.status_topic(); }

  // After the connection is up and subscribed.
  void on_connected(Uptime now);
  void on_disconnected() { outbox_.on_disconnected(); }  // what is unsaid, the next one says anew
  void on_message(std::string_view topic, std::string_view payload, Delivery delivery, Uptime now);
  void on_tick(Uptime now);

  // A reading that no sensor of this device took, such as recorded climate.
  void report(contract::Metric metric, double value, Uptime now,
              std::optional<std::uint64_t> time_ms, FirstSend first_send);

  void stop_sampling() { sampling_ = false; }  // before an orderly end: what is held is still sent
  void say_offline() { self_.say_offline(); }  // the last words

  // What people set is forgotten, and it starts again as it was built.
  void factory_reset(Uptime now);
  // Once the motor rests: it would not know afterwards where the window is. No more is sampled, and
  // what is in RAM goes to flash.
  void restart(Uptime now);
  [[nodiscard]] bool is_moving() const { return window_ && window_->motor().is_moving(); }

  [[nodiscard]] const contract::DeviceId& id() const { return id_; }
  [[nodiscard]] const Outbox& outbox() const { return outbox_; }
  [[nodiscard]] const Sampler& sampler() const { return senses_.sampler(); }
  [[nodiscard]] const Window* window() const { return window_ ? &*window_ : nullptr; }
  [[nodiscard]] const DeviceCounters& counters() const { return counters_; }

 private:
  void load_settings();
  void sample(Uptime now);
  void update(Uptime now);
  void restart_at_rest(Uptime now);
  void say_settings() { self_.say_settings(configuration_, configurable()); }
  [[nodiscard]] Configurable configurable();

  // What it does with a message: device_messages.cpp.
  void on_command(std::string_view payload, Uptime now);
  void on_update_offer(std::string_view payload, Uptime now);
  void on_desired(std::string_view payload, Uptime now);
  [[nodiscard]] bool take_desired(std::string_view payload, Uptime now);  // true: worth saying
  void on_receipt(std::string_view payload, Uptime now);
  void on_presence(contract::TopicKind kind, std::string_view payload, Delivery delivery,
                   Uptime now);

  contract::DeviceId id_;
  SystemActions& system_;
  WallClock* clock_;
  Scratch& scratch_;
  SettingsMemory* settings_memory_;
  SmokeSource* smoke_;
  Events events_;
  Senses senses_;
  SelfReport self_;
  Outbox outbox_;
  std::optional<Window> window_;
  std::optional<Update> update_;
  Configuration configuration_;
  std::optional<KeptError> settings_trouble_;  // until it was said
  std::optional<contract::Presence> hub_;
  bool wants_restart_ = false;
  bool restarting_ = false;
  bool sampling_ = true;
  DeviceCounters counters_;
};

}  // namespace luft::firmware

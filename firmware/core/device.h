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
#include "firmware/core/audio_clips.h"
#include "firmware/core/configuration.h"
#include "firmware/core/events.h"
#include "firmware/core/kept_settings.h"
#include "firmware/core/outbox.h"
#include "firmware/core/ports.h"
#include "firmware/core/sampler.h"
#include "firmware/core/sensor_news.h"
#include "firmware/core/sound_window.h"
#include "firmware/core/update/update.h"
#include "firmware/core/window.h"

namespace luft::firmware {

struct DeviceSettings {
  contract::DeviceId id;
  std::uint64_t boot = 0;                   // boot_name()
  contract::DeviceInfo about;               // boot, window and sampled sensors are filled in
  std::span<const MetricSettings> metrics;  // read during construction only
  SoundSettings sound;                      // read where there is a microphone
  OutboxSettings outbox;
  std::optional<WindowSettings> window;  // empty: a device that only senses
  Remembered remembered;
  std::uint32_t update_capacity_bytes = 0;  // of the slot that an update is written to
  std::uint32_t seed = 1;                   // jitter; different for every device
};

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
  [[nodiscard]] contract::Topic status_topic() const;

  // After the connection is up and subscribed.
  void on_connected(Uptime now);
  void on_disconnected() { outbox_.on_disconnected(); }  // what is unsaid, the next one says anew
  void on_message(std::string_view topic, std::string_view payload, Delivery delivery, Uptime now);
  void on_tick(Uptime now);

  // A reading that no sensor of this device took, such as recorded climate.
  void report(contract::Metric metric, double value, Uptime now,
              std::optional<std::uint64_t> time_ms, FirstSend first_send);

  void stop_sampling() { sampling_ = false; }  // before an orderly end: what is held is still sent
  void say_offline();                          // the last words

  // What people set is forgotten, and it starts again as it was built.
  void factory_reset(Uptime now);
  // Once the motor rests: it would not know afterwards where the window is. No more is sampled, and
  // what is in RAM goes to flash.
  void restart(Uptime now);
  [[nodiscard]] bool is_moving() const { return window_ && window_->motor().is_moving(); }

  [[nodiscard]] const contract::DeviceId& id() const { return id_; }
  [[nodiscard]] const Outbox& outbox() const { return outbox_; }
  [[nodiscard]] const Sampler& sampler() const { return sampler_; }
  [[nodiscard]] const Window* window() const { return window_ ? &*window_ : nullptr; }
  [[nodiscard]] const DeviceCounters& counters() const { return counters_; }

 private:
  struct Latest {
    double value = 0;
    Uptime at = kNever;
  };

  void listen(Uptime now);
  void sample(Uptime now);
  [[nodiscard]] std::optional<double> probe(contract::Metric metric);
  [[nodiscard]] RoomNow room_now(Uptime now) const;
  void load_settings();
  void update(Uptime now);
  void restart_at_rest(Uptime now);
  void on_command(std::string_view payload, Uptime now);
  void on_update_offer(std::string_view payload, Uptime now);
  void on_desired(std::string_view payload, Uptime now);
  [[nodiscard]] bool take_desired(std::string_view payload, Uptime now);  // true: worth saying
  void on_receipt(std::string_view payload, Uptime now);
  void on_presence(contract::TopicKind kind, std::string_view payload, Delivery delivery,
                   Uptime now);
  void say_status(contract::Presence presence);
  void say_info(Uptime now);
  void note_round(Uptime now);
  void say_configuration();
  void say_again(Uptime now);
  [[nodiscard]] Configurable configurable();

  contract::DeviceId id_;
  contract::DeviceInfo about_;
  MessageSink& sink_;
  SensorSource& sensors_;
  SystemActions& system_;
  PcmSource* microphone_;
  WallClock* clock_;
  Scratch& scratch_;
  Jitter jitter_;
  Events events_;
  std::optional<SoundWindow> sound_;  // with a microphone
  std::optional<AudioClips> clips_;   // where there is memory for them too
  Sampler sampler_;
  SensorNews sensor_news_;
  Outbox outbox_;
  std::optional<Window> window_;
  Configuration configuration_;
  SettingsMemory* settings_memory_;
  std::optional<KeptError> settings_trouble_;  // until it was said
  std::optional<Update> update_;
  const ChipHealth* health_;
  SmokeSource* smoke_;
  Uptime last_round_ = kNever;
  Uptime longest_round_{};
  Uptime info_said_{};
  bool info_unsaid_ = false;  // the link did not take it
  bool configuration_unsaid_ = false;
  bool wants_restart_ = false;
  bool restarting_ = false;
  std::array<Latest, contract::kMetricCount> latest_{};
  bool sampling_ = true;
  bool leaving_ = false;  // it has said offline itself, until the next connection
  std::optional<contract::Presence> hub_;
  DeviceCounters counters_;
};

}  // namespace luft::firmware

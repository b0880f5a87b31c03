// The core of a device behind an MQTT connection of its own: what turns firmware/core into a
// process on Linux. Every member is for the loop's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string_view>

#include "firmware/core/device.h"
#include "firmware/core/ports.h"
#include "firmware/core/ram_reading_store.h"
#include "runtime/clock.h"
#include "runtime/mqtt_client.h"
#include "runtime/mqtt_loop.h"

namespace luft::firmware::host {

// What this machine's clock says, for quiet hours. Readings of virtual devices carry no time: that
// of most devices comes from the hub, and so does theirs.
class LocalMinute final : public WallClock {
 public:
  [[nodiscard]] std::optional<std::uint64_t> unix_ms() const override { return std::nullopt; }
  [[nodiscard]] std::optional<std::uint16_t> minute_of_day() const override;
};

// What differs from one kind of Linux device to another.
struct Body {
  SensorSource& sensors;
  MotorDriver& motor;
  Memory& memory;
  SystemActions& system;
  DeviceObserver& observer;
  PcmSource* microphone = nullptr;
  Backlog* backlog = nullptr;
  SettingsMemory* settings = nullptr;
  const UpdatePorts* update = nullptr;
  ChipHealth* health = nullptr;
  SmokeSource* smoke = nullptr;
};

class LinkedDevice final : private MessageSink {
 public:
  // `connection` says where the broker is; client id and last will are the device's. `body`,
  // `scratch`, `clock` and `loop` outlive it. The device's uptime starts now.
  LinkedDevice(runtime::MqttLoop& loop, runtime::MqttSettings connection,
               const DeviceSettings& settings, const Body& body, std::size_t outbox_capacity,
               Scratch& scratch, const runtime::Clock& clock);

  void connect() { client_.connect(); }
  void disconnect() { client_.disconnect(); }
  void drop() { client_.drop(); }  // as if the cable was cut
  // As in a bad spot: this share of messages is not heard. Before connect().
  void set_deafness(double share) { deafness_ = std::bernoulli_distribution(share); }
  void tick() { device_.on_tick(uptime()); }

  [[nodiscard]] Uptime uptime() const;
  [[nodiscard]] Device& device() { return device_; }
  [[nodiscard]] const Device& device() const { return device_; }
  [[nodiscard]] bool connected() const { return client_.connected(); }
  [[nodiscard]] std::size_t unacknowledged() const { return client_.outgoing().messages; }
  // Why the last connection or attempt ended; empty while all is well.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  bool publish(const contract::Topic& topic, std::string_view payload) override;
  [[nodiscard]] Ports ports(const Body& body, Scratch& scratch);
  [[nodiscard]] runtime::MqttSettings for_device(runtime::MqttSettings connection) const;
  [[nodiscard]] runtime::MqttCallbacks callbacks();

  const runtime::Clock& clock_;
  LocalMinute local_minute_;
  runtime::SteadyTime started_;
  std::unique_ptr<HeldReading[]> slots_;
  RamReadingStore readings_;
  Device device_;
  std::string trouble_;
  std::minstd_rand chance_;
  std::bernoulli_distribution deafness_{0};
  runtime::MqttClient client_;
};

}  // namespace luft::firmware::host

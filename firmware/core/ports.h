// What the core needs from the world. Each port has an implementation on the ESP32, one on the
// host, and a fake in the tests. All calls come from the one thread that drives the device.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "contract/device.h"
#include "contract/inference.h"
#include "contract/limits.h"
#include "contract/topics.h"
#include "contract/window.h"
#include "firmware/core/smoke_contact.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

// The way out to the broker. QoS and retention are the topic's (contract::info).
class MessageSink {
 public:
  virtual ~MessageSink() = default;
  // False when the message was not taken (not connected, queue full): the core tries again later.
  // A taken message may still be lost; only a receipt says that a reading arrived.
  [[nodiscard]] virtual bool publish(const contract::Topic& topic, std::string_view payload) = 0;
};

class SensorSource {
 public:
  virtual ~SensorSource() = default;
  // The momentary value in the metric's unit; empty when the sensor did not answer.
  [[nodiscard]] virtual std::optional<double> read(contract::Metric metric) = 0;
  // For people: what is wrong with those that do not answer; empty when that is not known.
  [[nodiscard]] virtual std::string_view trouble() const { return {}; }
};

// A smoke alarm's contact.
class SmokeSource {
 public:
  virtual ~SmokeSource() = default;
  [[nodiscard]] virtual SmokeInput smoke() = 0;
};

// The microphone behind its converter, where there is one. The core looks at every tick; what waits
// longer than the converter's buffer holds may be lost.
class PcmSource {
 public:
  virtual ~PcmSource() = default;
  // Fills `samples` from the front with what has arrived since; how many. 0: nothing (yet).
  [[nodiscard]] virtual std::size_t read(std::span<std::int16_t> samples) = 0;
};

// Where a clip may be recorded, taken only while one is: 64 KB that much else could use.
class ClipMemory {
 public:
  virtual ~ClipMemory() = default;
  // Fewer when there are not so many.
  [[nodiscard]] virtual std::span<std::int16_t> lend(std::size_t samples) = 0;
  virtual void give_back(std::span<std::int16_t> samples) = 0;
};

class Backlog;
class SettingsMemory;
struct UpdatePorts;

// What turns a position into movement. One that does not know where it stands (a stepper after a
// power cut in mid-way) says so, and is let look for its reference before it goes anywhere.
class MotorDriver {
 public:
  virtual ~MotorDriver() = default;
  virtual void drive_to(double position_pct) = 0;  // called every few milliseconds of a movement
  virtual void release() = 0;                      // the movement ended: servo pulses off
  virtual void on_tick(Uptime /*now*/) {}          // with every tick, moving or not

  // Whether it stands where it was driven to last. blocked: it turned, and nothing moved.
  enum class Standing : std::uint8_t { there, on_the_way, blocked };
  [[nodiscard]] virtual Standing standing() const { return Standing::there; }
  // Stops on its way to `sent_to_pct`, and answers where that is.
  [[nodiscard]] virtual double halt(double sent_to_pct) { return sent_to_pct; }
  // The fastest that it can follow.
  [[nodiscard]] virtual double fastest_pct_per_s() const { return 1'000; }

  enum class Reference : std::uint8_t { known, lost };
  [[nodiscard]] virtual Reference reference() const { return Reference::known; }
  virtual void lose_reference() {}  // what is remembered is not to be relied on

  // False: a driver whose reference is lost has it again where it is driven to next, in one go.
  [[nodiscard]] virtual bool can_seek() const { return false; }
  // Starts the search, or says how it goes: called with every tick until it ends, at closed.
  enum class Seeking : std::uint8_t { seeking, found, failed };
  [[nodiscard]] virtual Seeking seek_reference() { return Seeking::found; }
};

// A reading that no receipt covers yet.
struct HeldReading {
  contract::ReadingRef ref;
  double value = 0;
  Uptime taken{};
  std::optional<std::uint64_t> time_ms;  // Unix time, if the device's clock is set
  Uptime sent = kNever;                  // last time it was sent, in this boot
  contract::Metric metric{};
};

// Where held readings wait first, the oldest in front: a ring in RAM. What waits long goes on to
// flash (backlog/backlog.h).
class ReadingStore {
 public:
  virtual ~ReadingStore() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual std::size_t capacity() const = 0;
  [[nodiscard]] virtual HeldReading& at(std::size_t index) = 0;  // 0 is the oldest
  virtual void push_back(const HeldReading& reading) = 0;        // only when size() < capacity()
  virtual void pop_front() = 0;                                  // only when not empty
};

// What survives a power cut besides readings. Written on change only: flash wears.
struct Remembered {
  double position_pct = 0;   // where it is, or was to go
  double from_pct = 0;       // where it came from; read when `moving`
  std::uint32_t hold_s = 0;  // what remained of a person's hold
  bool moving = false;       // it was on its way there, or nobody knows where it is

  friend bool operator==(const Remembered&, const Remembered&) = default;
};

class Memory {
 public:
  virtual ~Memory() = default;
  virtual void remember(const Remembered& state) = 0;
};

// The time outside, once somebody has told it.
class WallClock {
 public:
  virtual ~WallClock() = default;
  [[nodiscard]] virtual std::optional<std::uint64_t> unix_ms() const = 0;
  [[nodiscard]] virtual std::optional<std::uint16_t> minute_of_day() const = 0;  // local
};

class SystemActions {
 public:
  virtual ~SystemActions() = default;
  virtual void identify() = 0;  // blink
  virtual void restart() = 0;   // after what is queued was sent
};

// What the chip knows of itself at this moment.
class ChipHealth {
 public:
  virtual ~ChipHealth() = default;
  // Fills what it knows; the rest stays as it is.
  virtual void describe(contract::DeviceInfo& about) const = 0;
};

// A movement as it begins.
struct Movement {
  double from_pct = 0;
  double to_pct = 0;
  contract::MoveCause cause{};
  std::optional<contract::RequestId> request_id;
  std::optional<contract::ReadingRef> as_of;
  bool waited = false;  // it was put off by the minimum time between moves
};

// Who watches a device: measurements of the host, sentences of the tests.
class DeviceObserver {
 public:
  virtual ~DeviceObserver() = default;
  virtual void reading_sent_live(const contract::ReadingRef& /*ref*/) {}
  virtual void movement_started(const Movement& /*movement*/) {}
};

// Room for the largest message that a device writes, lent to one call at a time: many virtual
// devices share one. With more room up to kMaxBatchBytes, a batch holds more readings.
struct Scratch {
  static constexpr std::size_t kLeastBytes = 4 * 1'024;  // 50 readings, or 90 ms of sound

  std::span<char> text;  // of the caller; at least kLeastBytes
};

struct Ports {
  MessageSink& sink;
  SensorSource& sensors;
  MotorDriver& motor;
  ReadingStore& readings;
  Memory& memory;
  SystemActions& system;
  DeviceObserver& observer;
  Scratch& scratch;
  PcmSource* microphone = nullptr;      // null: it has none, or its level comes from `sensors`
  Backlog* backlog = nullptr;           // null: what the RAM does not hold is dropped
  WallClock* clock = nullptr;           // null: it never knows
  SettingsMemory* settings = nullptr;   // null: settings last until the next start
  const UpdatePorts* update = nullptr;  // null: it takes no updates
  ClipMemory* clip_memory = nullptr;    // null: it sends no clips
  const ChipHealth* health = nullptr;   // null: nothing is known of it
  SmokeSource* smoke = nullptr;         // null: no alarm can be wired to it
};

}  // namespace luft::firmware

// What happens to a reading: told apart from those that came before, given its time, counted, made
// a row, and owed a receipt. Every reading ends in exactly one count of its device, which is what
// `luft verify` checks. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "contract/batch.h"
#include "contract/reading.h"
#include "hub/intake/outcome.h"
#include "hub/intake/reading_time.h"
#include "hub/intake/receipts.h"
#include "hub/intake/registry.h"

namespace luft::hub {

// A fresh reading, for the triggers.
struct LiveReading {
  DeviceNumber device = kUnknownDevice;
  contract::Metric metric{};
  double value = 0;
  SteadyTime sampled;
};

// How a message of readings came.
struct Arrival {
  Moment received;
  std::chrono::milliseconds in_broker{0};  // that it waited there before it was received
  Admission admission = Admission::open;
};

class Readings {
 public:
  // A second device under the same name shows as live messages of a boot that another has followed.
  // So many of them within kContestedPeriod mean that the name is contested.
  static constexpr std::uint32_t kContestedAfter = 3;
  static constexpr std::chrono::minutes kContestedPeriod{10};
  // A clock that was wrong is trusted again when it was right for so long.
  static constexpr std::chrono::minutes kClockWrongFor{10};
  static constexpr std::size_t kQuarantinedHead = 128;  // bytes of a payload that are kept

  struct Options {
    std::chrono::milliseconds freshness;  // older readings do not reach the triggers
    std::chrono::milliseconds retention;  // zero: for ever
  };
  // Both must outlive this.
  Readings(Registry& registry, Totals& totals, Options options)
      : registry_(registry), totals_(totals), options_(options) {}

  // Readings of one message. Live ones are appended to live().
  void take(DeviceNumber device, contract::Metric metric, const contract::Reading& reading,
            const Arrival& arrival, Outcome& outcome);
  void take(DeviceNumber device, const contract::Batch& batch, std::string_view payload,
            const Arrival& arrival, Outcome& outcome);

  // One that could not be understood. Where it says which reading it was, it is receipted, as it
  // would else come again for ever.
  void take_refused(DeviceNumber device, std::string_view topic, std::string_view payload,
                    std::string_view reason, const Arrival& arrival, Outcome& outcome);
  // One that the hub computed itself, from audio; kept as a bare number.
  void take_derived(DeviceNumber device, contract::Metric metric, double value, Moment received,
                    Admission admission, Outcome& outcome) {
    take_bare(device, metric, value, received, admission, outcome);
  }
  // Whether the device itself sent its sound level within that time.
  [[nodiscard]] bool sends_sound_level(DeviceNumber device, SteadyTime now,
                                       std::chrono::milliseconds within) const;

  // A message that could not be understood.
  void quarantine(DeviceNumber device, std::string_view topic, std::string_view payload,
                  std::string_view reason, Moment received, Outcome& outcome);

  // A live message of this boot came: from another device under the same name?
  void watch_for_namesake(DeviceNumber device, std::uint64_t boot, Moment received,
                          Outcome& outcome);

  // The device itself says which boot runs: batches of others are of earlier ones.
  void note_boot(DeviceNumber device, std::uint64_t boot) { desk_of(device).running_boot = boot; }

  void count_dropped(DeviceNumber device, std::uint64_t count);

  [[nodiscard]] std::vector<LiveReading>& live() { return live_; }

  // Another device has its number now.
  void forget(DeviceNumber device) {
    desk_of(device) = {};
    doubts_.erase(device);
  }

  [[nodiscard]] const DeviceReceipts* receipts_of(DeviceNumber device) const;
  void restore(DeviceNumber device, DeviceReceipts receipts);

 private:
  struct Sample {
    DeviceNumber device;
    contract::Metric metric;
    double value;
    contract::ReadingRef ref;  // 0, 0: bare
    SystemTime time;
    store::TimeSource source;
  };
  // Of one device: what only this class needs.
  struct Desk {
    DeviceReceipts receipts;
    SteadyTime own_sound_level;      // when the device itself sent one last; epoch: never
    std::uint64_t running_boot = 0;  // 0: it did not say yet
  };
  // What few devices give reason for.
  struct Doubt {
    std::uint32_t foreign_messages = 0;  // of another device under the same name
    SteadyTime foreign_since;
    std::optional<SteadyTime> wrong_time;  // when it dated a reading wrongly last
  };

  enum class ClockSeen : std::uint8_t { none, right, wrong };  // in one message

  Desk& desk_of(DeviceNumber device);
  [[nodiscard]] SaidTime said_time(DeviceNumber device, Desk& desk, std::uint64_t boot,
                                   std::optional<SystemTime> latest_boot_time);
  void accept(const Sample& sample, Moment received, Outcome& outcome);
  void show(const Sample& sample, Moment received);
  void take_bare(DeviceNumber device, contract::Metric metric, double value, Moment received,
                 Admission admission, Outcome& outcome);
  void announce(DeviceNumber device, Desk& desk, std::uint64_t boot, contract::ReadingRef oldest);
  bool count_arrival(DeviceNumber device, Desk& desk, contract::ReadingRef ref);
  void set_aside(DeviceNumber device, std::string_view topic, std::string_view payload,
                 std::string_view reason, Moment received, Outcome& outcome);
  void owe_receipt(DeviceNumber device, const Desk& desk, std::uint64_t boot, Urgency urgency,
                   Outcome& outcome);
  [[nodiscard]] ClockSeen seen(const SaidTime& said, Moment received) const;
  [[nodiscard]] static bool is_running(const Desk& desk, const contract::Batch& batch);
  void watch_clock(DeviceNumber device, std::uint64_t boot, ClockSeen seen, Moment received,
                   Outcome& outcome);
  void note(DeviceNumber device, std::string_view event, std::string_view detail,
            std::uint64_t boot, Moment at, Outcome& outcome);

  Registry& registry_;
  Totals& totals_;
  Options options_;
  std::deque<Desk> desks_;  // by device number; a deque, so that a desk stays where it is
  std::unordered_map<DeviceNumber, Doubt> doubts_;
  std::vector<LiveReading> live_;
};

}  // namespace luft::hub

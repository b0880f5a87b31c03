// The heart of the hub: takes every message in, knows every device, decides when to ask the model,
// and says what has to be kept and sent. It is handed messages and the time, and owns no thread,
// clock, socket or file. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "contract/batch.h"
#include "hub/intake/asking.h"
#include "hub/intake/audio.h"
#include "hub/intake/decisions.h"
#include "hub/intake/model_news.h"
#include "hub/intake/outcome.h"
#include "hub/intake/readings.h"
#include "hub/intake/recent_wishes.h"
#include "hub/intake/registry.h"
#include "hub/intake/shared_values.h"
#include "hub/intake/windows.h"
#include "hub/message.h"
#include "runtime/settings.h"
#include "runtime/uuid.h"

namespace luft::hub {

class Intake {
 public:
  // The hub derives a device's sound level from its audio only while the device sends none.
  static constexpr std::chrono::minutes kOwnLevelCounts{5};
  static constexpr std::chrono::hours kMirrorEvery{1};  // while a device is heard
  static constexpr std::size_t kStoredAtOnce = 250;     // devices: see count_stored()

  Intake(const runtime::Settings& settings, runtime::UuidMaker request_ids);

  // Takes a device back that was kept on disk, in the order of numbers. False when its state is
  // damaged: then it begins anew, but for its name, its counts and what was receipted.
  [[nodiscard]] bool restore(const DeviceRecord& record, Moment now);

  void take(const Message& message, Admission admission, Outcome& outcome);
  void take(const DroppedReadings& dropped, Moment now, Outcome& outcome);
  void take(const NotTaken& not_taken);
  [[nodiscard]] OrderResult take(const Order& order, Moment now, Outcome& outcome);
  void take(const StoredReadings& stored);  // counted by count_stored()
  // It becomes an example to learn from with a later tick(), unless it is taken back before.
  void take(const PersonsWish& wish);

  // Counts what was stored for some of the devices: a few, or a quarter of those that wait for it.
  // Each gets a new record, and all of a crowd at once would take the memory of another crowd.
  void count_stored();

  // What the broker retains for us has to be said again, a slice at a time: see say_desired().
  void on_connected() { next_desired_ = 0; }
  // Publishes the settings of at most so many of the devices whose turn it is.
  void say_desired(std::size_t at_most, Outcome& outcome);

  // Timeouts, longest intervals, devices that fell silent. About once a second.
  void tick(Moment now, Outcome& outcome);
  // At the end: what waits for an outcome is written as it stands.
  void finish(Outcome& outcome);

  // Adds the state of all devices that changed since: then `outcome.journal` is whole.
  void complete(Moment now, Outcome& outcome);

  void set_utc_offset(std::int32_t seconds) { asking_.set_utc_offset(seconds); }

  [[nodiscard]] Registry& registry() { return registry_; }
  [[nodiscard]] const Asking& asking() const { return asking_; }
  // Immutable: another one takes its place when something is new.
  [[nodiscard]] std::shared_ptr<const ModelNews> model() const { return model_; }
  [[nodiscard]] const Totals& totals() const { return totals_; }
  [[nodiscard]] const runtime::LatencyHistogram& control_latency() const {
    return windows_.control_latency();
  }

 private:
  DeviceNumber known(const contract::DeviceId& id, Moment now, Outcome& outcome);
  void take_service(const contract::Topic& topic, const Message& message, Outcome& outcome);
  void take_known(const contract::Topic& topic, DeviceNumber device, const Message& message,
                  Admission admission, Outcome& outcome);
  void take_reading(const contract::Topic& topic, DeviceNumber device, const Message& message,
                    Admission admission, Outcome& outcome);
  void take_batch(const contract::Topic& topic, DeviceNumber device, const Message& message,
                  Admission admission, Outcome& outcome);
  void take_audio(const contract::Topic& topic, DeviceNumber device, const Message& message,
                  Admission admission, Outcome& outcome);
  void take_status(const contract::Topic& topic, DeviceNumber device, const Message& message,
                   Outcome& outcome);
  void take_info(const contract::Topic& topic, DeviceNumber device, const Message& message,
                 Outcome& outcome);
  [[nodiscard]] std::optional<store::WishRow> example_of(DeviceNumber window,
                                                         const PersonsWish& wish);
  void feed_triggers(Moment now, Outcome& outcome);
  void quarantine(const contract::Topic& topic, DeviceNumber device, const Message& message,
                  std::string_view reason, Outcome& outcome);

  void remove(DeviceNumber device, Moment now, Outcome& outcome);
  [[nodiscard]] bool is_remembered_of_removed(const contract::Topic& topic,
                                              const Message& message) const;
  static void take_back(const contract::Topic& topic, Outcome& outcome);  // what is retained there
  void describe(DeviceNumber device, Metadata said, Moment now, Outcome& outcome);
  void configure(DeviceNumber device, contract::DeviceConfig desired, Moment now, Outcome& outcome);
  [[nodiscard]] Configuration configuration_of(DeviceNumber device) const;
  void publish_desired(DeviceNumber device, Outcome& outcome);
  void take_reported(DeviceNumber device, const contract::ReportedConfig& reported, Moment now,
                     Outcome& outcome);

  void note_heard(DeviceNumber device, Moment now, Outcome& outcome);
  void note_silent(Moment now, Outcome& outcome);
  void add_event(DeviceNumber device, std::string_view event, SystemTime now, Outcome& outcome,
                 std::string_view detail = {});
  // The registry's mirror: a row when it can do more than the last one said, and now and then.
  void mirror(DeviceNumber device, SystemTime now, Outcome& outcome);
  void add_device_row(DeviceNumber device, SystemTime now, Outcome& outcome);
  void add_row(const Device& device, std::string_view status, SystemTime now, Outcome& outcome);

  // The last row about a device.
  struct Mirrored {
    SystemTime at;
    std::uint32_t capabilities = 0;
  };

  runtime::Settings settings_;
  Totals totals_;
  std::shared_ptr<const ModelNews> model_ = std::make_shared<const ModelNews>();
  Registry registry_;
  SharedValues<Build> builds_;
  SharedValues<Configuration> configurations_;
  Decisions decisions_;
  Asking asking_;
  Windows windows_;
  Readings readings_;
  AudioLevels audio_;
  RecentWishes wishes_;
  std::deque<StoredReadings::Count> stored_;                 // not counted yet
  std::vector<Mirrored> mirrored_;                           // by device number
  std::size_t next_desired_ = static_cast<std::size_t>(-1);  // whose settings are said next
  contract::Batch batch_;                                    // 9 KB, used again and again
};

}  // namespace luft::hub

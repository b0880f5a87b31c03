// Recorded climate, sent as devices send it: identified readings, the same outbox, receipts.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "firmware/host/device_loop.h"
#include "firmware/host/recording.h"

namespace luft::firmware::host {

struct ReplaySettings {
  runtime::MqttSettings connection;
  // Recorded seconds in one second; infinite: as fast as receipts allow.
  double speed = 60;
  // `recorded`: with the file's times, in batches, and marked as a recording in the device's info,
  // so that nothing moves because of it. The boot is named after what is sent: the same recording
  // for the same device is stored once, however often it is sent.
  // `live`: as if measured now, on the sensor topics, as new readings each time.
  enum class Times : std::uint8_t { recorded, live } times = Times::recorded;
};

struct ReplayReport {
  double seconds = 0;
  std::uint64_t readings = 0;  // in the file
  std::uint64_t receipted = 0;
  std::uint64_t known_before = 0;  // of the receipted: an earlier replay had brought them
  std::uint64_t unreceipted = 0;   // not sent, or sent and not receipted
  std::uint64_t dropped = 0;       // passed over by the hub for good
  std::uint64_t resent = 0;
};

// Two paces: a batch of a device at most every 25 ms, which is below what a hub allows a device
// for long (intake.rate, 50 messages a second); and of the recording, as `speed` says.
class Replay {
 public:
  Replay(const ReplaySettings& settings, const Recording& recording);
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;
  ~Replay();

  [[nodiscard]] DeviceLoop& loop() { return loop_; }
  // While it runs: how far it is. The report at any time.
  [[nodiscard]] ReplayReport progress();
  [[nodiscard]] bool all_given();  // to the outboxes
  void give_no_more();             // what has been given is still sent

 private:
  class ReplayDevice;

  [[nodiscard]] ReplayReport count() const;

  DeviceLoop loop_;
  std::vector<std::unique_ptr<ReplayDevice>> devices_;
};

// One JSON object in one line.
[[nodiscard]] std::string to_json(const Recording& recording, const ReplayReport& report);

}  // namespace luft::firmware::host

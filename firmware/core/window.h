// One window of a device: asks the guard, drives the motor, says what it does and why.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "contract/device_config.h"
#include "contract/window.h"
#include "firmware/core/events.h"
#include "firmware/core/guard.h"
#include "firmware/core/motor.h"
#include "firmware/core/ports.h"

namespace luft::firmware {

struct WindowSettings {
  MotorSettings motor;
  GuardSettings guard;
};

struct WindowCounters {
  std::uint64_t controls = 0;  // decisions that arrived
  std::uint64_t movements = 0;
  std::uint64_t moved_by_model = 0;
  std::uint64_t moved_by_person = 0;
  std::uint64_t refused = 0;    // controls and sets the guard said no to
  std::uint64_t malformed = 0;  // controls and sets that could not be read
};

class Window {
 public:
  // `ports` and `events` outlive the window. It starts where it is remembered to be, at rest.
  Window(const WindowSettings& settings, const contract::DeviceId& device, std::uint64_t boot,
         const Remembered& remembered, const Ports& ports, Events& events);

  void on_connected(Uptime now) { say_state(now); }
  void on_control(std::string_view payload, Uptime now);
  void on_set(std::string_view payload, Uptime now);
  // A person asked for it: the motor looks for its reference. Refused aloud where that is no use.
  void calibrate(Uptime now);
  void on_tick(const RoomNow& room, Uptime now);

  // From now on so; what is not named is as the device was built.
  void configure(const contract::WindowConfig& config);
  [[nodiscard]] contract::WindowConfig configuration() const;

  [[nodiscard]] Guard& guard() { return guard_; }
  [[nodiscard]] const Motor& motor() const { return motor_; }
  [[nodiscard]] const WindowCounters& counters() const { return counters_; }

 private:
  struct ReadControl {
    std::optional<contract::RequestId> request_id;
    std::optional<contract::ParseError> error;  // then there is nothing to obey
  };
  [[nodiscard]] Verdict judge(std::string_view payload, ReadControl& read, Uptime now);
  void obey(const Verdict& verdict, const std::optional<contract::RequestId>& request_id,
            Uptime now);
  void begin(const Move& move, Uptime now);
  void give_reason(std::string_view why);
  void fail(Uptime now);
  void say_trouble(Uptime now);
  void refuse_unreadable(std::string_view what, const contract::ParseError& error, Uptime now);
  void say_state(Uptime now);
  void remember(Uptime now);

  contract::DeviceId device_;
  MessageSink& sink_;
  Memory& memory_;
  DeviceObserver& observer_;
  Scratch& scratch_;
  Events& events_;
  Motor motor_;
  Guard guard_;
  Uptime own_rest_;  // as built
  AsOf own_as_of_;
  AsOf as_of_;
  QuietHours own_quiet_;
  QuietHours quiet_;
  // Why the window is as it is.
  contract::MoveCause cause_ = contract::MoveCause::guard;
  std::optional<contract::RequestId> request_id_;
  Reason reason_ = Reason::cut("started");
  bool state_unsaid_ = true;     // the sink did not take the latest state
  bool trouble_unsaid_ = false;  // the event of the latest failure
  Uptime remembered_at_{};
  WindowCounters counters_;
};

}  // namespace luft::firmware

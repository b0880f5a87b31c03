// A state of the hub that people must hear of: raised once it has lasted, ended when it is over.
// Each change is a row of service_events. Pure, but for raised(), which any thread may ask.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "hub/moment.h"
#include "store/rows.h"

namespace luft::hub {

class Alarm {
 public:
  // Raised once the trouble has lasted for `after`.
  explicit Alarm(std::string name, std::chrono::milliseconds after = {})
      : name_(std::move(name)), after_(after) {}

  // There is trouble now, and why. The row to keep when that raises the alarm.
  [[nodiscard]] std::optional<store::ServiceEventRow> trouble(std::string_view why, Moment now) {
    return trouble(why, now.steady, now);
  }
  // Likewise, when it shows only now what has been so since then: a wait in vain.
  [[nodiscard]] std::optional<store::ServiceEventRow> trouble(std::string_view why,
                                                              SteadyTime since, Moment now);
  // There is none now. The row to keep when that ends the alarm.
  [[nodiscard]] std::optional<store::ServiceEventRow> no_trouble(Moment now);

  [[nodiscard]] bool raised() const { return raised_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  [[nodiscard]] store::ServiceEventRow row(std::string_view level, std::string message,
                                           Moment now) const;

  const std::string name_;
  const std::chrono::milliseconds after_;
  std::optional<SteadyTime> since_;
  std::atomic<bool> raised_{false};
};

}  // namespace luft::hub

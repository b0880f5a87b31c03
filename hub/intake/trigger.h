// When to ask the model about one window. It asks once temperature and humidity (and the volume,
// where the room has a microphone) are fresh: at first, when one of them has moved beyond its
// threshold, and at the longest interval; never sooner than the shortest interval after the last
// time, and not while an answer is awaited. A request that was not answered in time is asked again
// after the shortest interval, then after twice that, up to the longest. When rain or a storm
// begins it asks at once, whatever was asked when. It always says why, or why not. Pure.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>

#include "contract/metric.h"
#include "hub/intake/cause.h"
#include "hub/intake/recent_values.h"
#include "hub/intake/trend.h"
#include "hub/intake/waiting.h"
#include "hub/moment.h"
#include "runtime/settings.h"

namespace luft::hub {

// What the room is like, as the model is told: averages of what came lately.
struct RoomInputs {
  double temp_c = 0;
  double humidity_pct = 0;
  std::optional<double> volume_dba;
  std::optional<double> co2_ppm;
  std::optional<double> temp_trend_c_per_h;
  std::optional<double> humidity_trend_pct_per_h;
};

class Trigger {
 public:
  // A microphone that was silent, or waited for, so long is not waited for any more.
  static constexpr std::chrono::hours kMicrophoneForgotten{1};
  // What matters here is the first metrics: temperature, humidity, sound_volume, co2.
  static constexpr std::size_t kWatched = 4;

  // Whether readings of this metric matter here.
  [[nodiscard]] static bool watches(contract::Metric metric);
  // A live reading of the window's room. Metrics that do not matter are ignored.
  void on_reading(contract::Metric metric, double value, SteadyTime sampled);
  // Rain or a storm begins outdoors: the next ask() waits for a temperature and a humidity only.
  void on_hazard(contract::Metric metric, double value);
  void on_answer();
  // Somebody in the room says that it has a microphone, or had one before a restart.
  void expect_sound() { expects_sound_ = true; }

  struct Fired {
    RoomInputs inputs;
    Cause why;
  };
  // Asks; after Fired the caller must send the request.
  [[nodiscard]] std::expected<Fired, Waiting> ask(const runtime::TriggerSettings& settings,
                                                  SteadyTime now);

  // Requests in a row that were not answered in time.
  [[nodiscard]] std::uint32_t unanswered() const { return unanswered_; }

  // What the model would be told now; empty while temperature or humidity is not fresh.
  [[nodiscard]] std::optional<RoomInputs> inputs(const runtime::TriggerSettings& settings,
                                                 SteadyTime now) const;

  // What was asked with last, to go on after a restart.
  struct Asked {
    SteadyTime at;
    std::array<std::optional<double>, kWatched> values;  // by metric
  };
  [[nodiscard]] const std::optional<Asked>& asked() const { return asked_; }
  void restore(Asked asked);

 private:
  [[nodiscard]] std::optional<Waiting> too_soon(const runtime::TriggerSettings& settings,
                                                SteadyTime now);
  [[nodiscard]] std::optional<Waiting> missing_climate(const runtime::TriggerSettings& settings,
                                                       SteadyTime now) const;
  [[nodiscard]] std::optional<Waiting> missing(const runtime::TriggerSettings& settings,
                                               SteadyTime now);
  [[nodiscard]] bool waits_for_sound(const runtime::TriggerSettings& settings, SteadyTime now);
  [[nodiscard]] std::optional<Cause> cause(const runtime::TriggerSettings& settings,
                                           SteadyTime now) const;
  [[nodiscard]] Fired fire(const runtime::TriggerSettings& settings, SteadyTime now,
                           const Cause& why);

  std::array<RecentValues, kWatched> recent_;
  Trend temperature_trend_;
  Trend humidity_trend_;
  std::optional<Asked> asked_;
  std::optional<Cause> hazard_;  // that was not asked about yet
  bool awaiting_answer_ = false;
  std::uint32_t unanswered_ = 0;
  bool expects_sound_ = false;
  bool asked_without_sound_ = false;  // before a restart: that was waited for long enough
  std::optional<SteadyTime> sound_awaited_since_;
};

}  // namespace luft::hub

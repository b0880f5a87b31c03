// One window whose firmware is not ours. It has no guard, so the hub does for it what our devices
// do for themselves, as far as that can be done from outside: a person wins until their hold ends,
// hazards close, a decision must be fresh, and movements rest between each other. What it cannot
// do: act while the hub, the broker or the network is away. Pure.
//
// Person > hazard > model. A hazard that begins closes once against a hold too; a later hand wins.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "contract/control.h"
#include "contract/device.h"
#include "contract/window.h"
#include "hub/foreign/hazards.h"
#include "hub/foreign/travel.h"
#include "hub/moment.h"
#include "runtime/foreign_settings.h"

namespace luft::hub {

// What should be said because of an event.
struct CoverOutput {
  std::vector<runtime::CoverCommand> orders;  // ready to be published
  std::optional<contract::WindowState> state;
  std::vector<contract::DeviceEvent> events;
};

class Cover {
 public:
  static constexpr std::chrono::minutes kOldestDecision{5};
  static constexpr std::chrono::seconds kSaidAtMost{1};  // while it moves
  static constexpr std::chrono::seconds kHeldSaid{60};   // what a restart may add to a hold
  static constexpr int kCloseAttempts = 3;               // one after the other, then more rarely
  static constexpr std::chrono::minutes kCloseAgainAfter{10};

  explicit Cover(const runtime::CoverSettings& settings);

  // Live messages only: what a broker kept is stale.
  void on_control(const contract::WindowControl& control, Moment now, CoverOutput& output);
  void on_set(const contract::WindowSet& set, Moment now, CoverOutput& output);
  // As it reports, before inversion; anything outside 0..100 means that it does not know.
  void on_position(double theirs_pct, Moment now, CoverOutput& output);
  // What the hub knew of it before a restart: before all else. A broker may have kept nothing.
  void recall(const contract::WindowState& state, Moment now);
  // What we said of it before a restart, kept by the broker: it may be newer than what the hub
  // knew. It counts once, and only as long as nothing was ordered since; it may come after the
  // first report.
  void on_kept_state(const contract::WindowState& state, Moment now);
  // About once a second. `hazards`: why it must be closed now.
  void on_tick(const Hazards& hazards, Moment now, CoverOutput& output);

 private:
  struct Move {
    double target_pct = 0;
    contract::MoveCause cause{};
    std::optional<contract::RequestId> request_id;
    std::string_view reason;
  };
  struct Waiting {  // a decision put off by the rest between movements
    contract::WindowControl control;
    SteadyTime since;
  };

  [[nodiscard]] std::optional<std::string_view> objection(const contract::WindowControl& control,
                                                          Moment now);
  void obey(const contract::WindowControl& control, Moment now, CoverOutput& output);
  void begin(const Move& move, Moment now, CoverOutput& output);
  void order(double target_pct, CoverOutput& output) const;
  [[nodiscard]] double reachable(double target_pct) const;
  void note(Travel::Event event, Moment now, CoverOutput& output);
  void judge(const Hazards& hazards, Moment now, CoverOutput& output);
  void hold_for(std::chrono::seconds duration, SteadyTime now);
  [[nodiscard]] bool is_held(SteadyTime now) const { return held_until_ && now < *held_until_; }
  void explain(contract::MoveCause cause, std::string_view reason);
  void say(SteadyTime now, CoverOutput& output);
  static void add_event(std::string_view event, const std::optional<contract::RequestId>& request,
                        std::string_view reason, CoverOutput& output);

  runtime::CoverSettings settings_;
  Travel travel_;
  std::optional<SteadyTime> held_until_;
  Hazards hazards_;            // as judged last
  bool kept_is_over_ = false;  // what was said before a restart counts no more
  bool must_close_ = false;    // a hazard's one closing is not done yet
  int close_attempts_ = 0;
  SteadyTime close_again_at_;
  std::optional<Waiting> waiting_;
  std::optional<contract::RequestId> accepted_;  // the newest decision that was heard
  // Why it is as it is.
  contract::MoveCause cause_ = contract::MoveCause::guard;
  std::optional<contract::RequestId> request_id_;
  contract::Text<contract::kMaxReasonLength> reason_;
  bool unsaid_ = false;
  std::optional<SteadyTime> said_at_;
};

}  // namespace luft::hub

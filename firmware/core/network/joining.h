// When to try the network again, and when to open the setup page beside it. Pure.
//
// Invariants: there is never a restart because a network is away; tries are further and further
// apart, but at most five minutes; the setup page opens by itself only after ten minutes without
// the broker, whether the network is away, or the broker moved or no longer takes the password;
// tries go on beside it, and it closes once the broker is heard again; while a person uses the
// page, the radio stays where it is. A network without the broker may be one that is lost, and
// nobody said so: it is joined again after five minutes, then more and more seldom.
#pragma once

#include "firmware/core/jitter.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

struct JoiningSettings {
  Uptime first_retry = std::chrono::seconds{1};  // doubles …
  Uptime longest_retry = std::chrono::minutes{5};
  Uptime longest_try = std::chrono::seconds{30};    // then it counts as failed
  Uptime first_patience = std::chrono::minutes{5};  // with a silent broker; doubles …
  Uptime longest_patience = std::chrono::hours{1};
  Uptime page_after = std::chrono::minutes{10};  // without the broker
  Uptime page_when_asked = std::chrono::minutes{15};
  Uptime person_stays = std::chrono::minutes{3};  // since the page was used last
};

class Joining {
 public:
  Joining(const JoiningSettings& settings, std::uint32_t seed)
      : settings_(settings),
        jitter_(seed),
        retry_(settings.first_retry),
        patience_(settings.first_patience) {}

  void on_joined(Uptime now);
  void on_lost(Uptime now);          // or a try that failed
  void on_broker_heard(Uptime now);  // with every tick of a connection
  void on_page_asked_for(Uptime now);
  void on_page_used(Uptime now) { page_used_ = now; }

  enum class Wish : std::uint8_t { none, join, open_page, close_page };
  [[nodiscard]] Wish on_tick(Uptime now);  // each wish once

  // The page was used just now.
  [[nodiscard]] bool person_is_there(Uptime now) const {
    return page_used_ != kNever && now - page_used_ < settings_.person_stays;
  }
  [[nodiscard]] bool is_joined() const { return state_ == State::joined; }

 private:
  enum class State : std::uint8_t { waiting, trying, joined };

  [[nodiscard]] bool wants_page(Uptime now) const;

  JoiningSettings settings_;
  Jitter jitter_;
  State state_ = State::waiting;
  Uptime broker_heard_{};
  Uptime next_try_{};
  Uptime tried_{};
  Uptime retry_;
  Uptime patience_;
  Uptime impatient_at_{};  // joined, and then without the broker
  bool page_is_open_ = false;
  Uptime page_until_ = kNever;  // a person asked for it
  Uptime page_used_ = kNever;
};

}  // namespace luft::firmware

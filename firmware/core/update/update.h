// A firmware update from offer to proof, a small step a tick, so that readings and windows go on.
//
//   idle -> fetching <-> waiting -> checking -> leaving (restart) -> on_trial -> idle
//
// Invariants: what runs next is only ever an image whose signature, size and hash were right; only
// one that brought a reading to the hub and its receipt back is confirmed; at every moment a power
// cut leaves a version that worked; how it ended is said, by whichever version lives on.
#pragma once

#include "firmware/core/events.h"
#include "firmware/core/jitter.h"
#include "firmware/core/update/ports.h"

namespace luft::firmware {

struct UpdateSettings {
  Uptime first_retry = std::chrono::seconds{10};  // doubles …
  Uptime longest_retry = std::chrono::minutes{10};
  Uptime longest_silence = std::chrono::seconds{30};  // of a source that has not failed
  Uptime give_up_after = std::chrono::hours{24};
  Uptime trial = std::chrono::minutes{10};
};

class Update {
 public:
  enum class State : std::uint8_t { idle, fetching, waiting, checking, leaving, on_trial };

  // Looks at what was going on before this start. `installed` names texts that outlive it.
  Update(const UpdateSettings& settings, const Installed& installed, const UpdatePorts& ports,
         Events& events, std::uint32_t seed);

  void on_offer(const contract::UpdateOffer& offer, Uptime now);
  void on_receipt();  // of a reading of this start

  // Whether the window moves, or anything else speaks against a restart now.
  enum class Restart : std::uint8_t { may, must_wait };
  enum class Wish : std::uint8_t { none, restart };
  [[nodiscard]] Wish on_tick(Restart restart, Uptime now);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] std::uint32_t written() const { return progress_ ? progress_->written : 0; }

 private:
  void resume();
  void begin_fetching(Uptime now);
  void fetch(Uptime now);
  void take(std::size_t count, Uptime now);
  void pause(Uptime now);
  void check();
  void leave();
  void finish(std::string_view event, std::string_view reason);
  void tell(Uptime now);

  static constexpr std::uint32_t kSavedEvery = 64 * 1'024;

  UpdateSettings settings_;
  Installed installed_;
  UpdatePorts ports_;
  Events& events_;
  Jitter jitter_;
  State state_ = State::idle;
  std::optional<UpdateProgress> progress_;
  std::array<std::uint8_t, ImageSlots::kPieceBytes> piece_{};
  std::size_t filled_ = 0;  // of `piece_`
  std::uint32_t checked_ = 0;
  Uptime started_{};
  Uptime heard_{};  // the last bytes
  Uptime retry_at_{};
  Uptime backoff_;
  struct News {
    std::string_view event;
    contract::Text<contract::kMaxReasonLength> reason;
  };
  std::optional<News> news_;  // until it could be said
};

}  // namespace luft::firmware

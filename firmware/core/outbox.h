// Identified readings, kept until the hub has receipted them: delivery that is ours end to end.
// First in RAM, and on flash when that takes longer than a minute, so that a power cut takes
// little.
//
// Invariants: readings are held in the order they were taken; a reading leaves the outbox only
// because a receipt covered it or because it was dropped and counted; at most one batch waits for
// its receipt; nothing here depends on what a broker or a network library acknowledged.
#pragma once

#include <cstdint>
#include <optional>

#include "contract/receipt.h"
#include "firmware/core/backlog_drain.h"
#include "firmware/core/jitter.h"
#include "firmware/core/ports.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

// What to make of a receipt of readings that were not taken (yet). A device does not believe it: a
// boot that is not its own alone. A recording that is sent again under the same boot does: an
// earlier run has brought them.
enum class ReceiptsAhead : std::uint8_t { ignored, believed };

struct OutboxSettings {
  Uptime first_retry = std::chrono::seconds{30};  // doubles with every unanswered resend …
  Uptime longest_retry = std::chrono::minutes{10};
  Uptime resume_within = std::chrono::seconds{2};  // after a reconnect; drawn anew each time
  std::uint8_t most_passed_over = 5;  // sends of the oldest that the hub answered without it
  ReceiptsAhead receipts_ahead = ReceiptsAhead::ignored;
  Uptime spill_after = std::chrono::minutes{1};  // unreceipted for so long: it goes to flash
  Uptime between_batches{250};  // of what waits on flash: live readings and commands come first
};

struct OutboxCounters {
  std::uint64_t added = 0;
  std::uint64_t receipted = 0;
  std::uint64_t never_sent = 0;    // of the receipted: an earlier run had brought them
  std::uint64_t resent = 0;        // readings sent again
  std::uint64_t batches = 0;       // batch messages sent
  std::uint64_t dropped_full = 0;  // oldest readings that made room
  std::uint64_t dropped_stuck = 0;
  std::uint64_t spilled = 0;  // to flash
};

// How a reading first leaves: on its sensor topic at once, or with the next batch (recorded data,
// which is not live).
enum class FirstSend : std::uint8_t { live, batched };

class Outbox {
 public:
  // `boot` names this start (boot.h). `ports` outlive the outbox. Store and backlog may hold
  // readings of earlier boots already.
  Outbox(const OutboxSettings& settings, const contract::DeviceId& device, std::uint64_t boot,
         const Ports& ports, std::uint32_t seed);

  // Gives the reading its identity and holds it; drops the oldest when there is no room.
  contract::ReadingRef add(contract::Metric metric, double value, Uptime now,
                           std::optional<std::uint64_t> time_ms = std::nullopt,
                           FirstSend first_send = FirstSend::live);

  void on_connected(Uptime now);
  void on_disconnected() { online_ = false; }
  void on_hub_back(Uptime now);  // `hub/status` says that it has connected
  void on_receipt(const contract::Receipt& receipt, Uptime now);
  void on_tick(Uptime now);
  // To flash with all that is in RAM, before a restart that is known of.
  void spill_all(Uptime now);

  [[nodiscard]] bool is_online() const { return online_; }
  [[nodiscard]] std::size_t held() const { return backlog_.size() + store_.size(); }
  [[nodiscard]] std::size_t room() const { return store_.capacity() - store_.size(); }
  [[nodiscard]] std::uint64_t boot() const { return boot_; }
  [[nodiscard]] std::uint64_t newest_seq() const { return next_seq_ - 1; }
  [[nodiscard]] const OutboxCounters& counters() const { return counters_; }

 private:
  struct BatchInFlight {
    contract::ReadingRef last;
    Uptime give_up{};
  };

  [[nodiscard]] bool is_due(const HeldReading& reading, Uptime now) const;
  [[nodiscard]] bool head_was_passed_over() const;
  [[nodiscard]] bool covered(const HeldReading& reading) const;
  [[nodiscard]] contract::ReadingRef oldest() const;
  void pop_front();
  void pop_covered();
  [[nodiscard]] bool spill_front(Uptime now);
  void spill(Uptime now);
  void drain_backlog(Uptime now);
  void back_off();
  void resume(Uptime now);
  void reset_backoff();
  void send_live(HeldReading& reading, Uptime now);
  void drop_head_if_stuck();
  void send_batch(std::size_t first, Uptime now);
  void note_sent(std::size_t first, std::size_t end, Uptime now);

  OutboxSettings settings_;
  contract::DeviceId device_;
  std::uint64_t boot_;
  ReadingStore& store_;
  MessageSink& sink_;
  DeviceObserver& observer_;
  Scratch& scratch_;
  BacklogDrain backlog_;  // older than all in `store_`
  Jitter jitter_;

  std::uint64_t next_seq_ = 1;
  std::size_t unsent_ = 0;             // held readings that were never sent
  std::uint8_t head_passed_over_ = 0;  // sends of the oldest that the hub answered without it
  bool online_ = false;
  Uptime resumed_{};    // what was sent before this is due again …
  Uptime resume_at_{};  // … from this moment on
  Uptime backoff_;      // grows with every unanswered resend
  Uptime retry_after_;  // the same, stretched by chance
  std::optional<BatchInFlight> in_flight_;
  Uptime drain_at_{};          // not before
  contract::Receipt receipt_;  // the latest
  Uptime receipt_at_ = kNever;
  OutboxCounters counters_;
};

}  // namespace luft::firmware

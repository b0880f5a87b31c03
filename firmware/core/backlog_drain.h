// Sends what waits on flash, the oldest first, a batch at a time; the outbox says when.
#pragma once

#include <cstdint>
#include <optional>

#include "contract/receipt.h"
#include "firmware/core/backlog/backlog.h"
#include "firmware/core/ports.h"

namespace luft::firmware {

class BacklogDrain {
 public:
  // `ports.backlog` may be null: a device without such a partition. `boot` is the present one.
  BacklogDrain(const contract::DeviceId& device, std::uint64_t boot, const Ports& ports);

  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return backlog_ != nullptr ? backlog_->size() : 0; }
  [[nodiscard]] std::optional<contract::ReadingRef> oldest() const;

  // Whether readings of this boot may be sent already. The hub orders boots by their first message:
  // this one's must not come while there are two earlier ones it may not have met. (It meets the
  // oldest through `oldest`.)
  [[nodiscard]] bool lets_this_boot_speak() const;

  // Takes a reading from the RAM for good. After the flash refused one, it is left alone a while.
  [[nodiscard]] bool take(const HeldReading& reading, Uptime now);

  // How many readings the flash gave up for newer ones since the last call.
  [[nodiscard]] std::uint64_t take_dropped();

  // What the receipt covers; how many.
  std::size_t release(const contract::Receipt& receipt);

  // Sends the oldest; the last one sent, or empty when the link did not take it.
  struct Sent {
    contract::ReadingRef last;
    std::size_t count = 0;
    Uptime before = kNever;  // when the oldest of them was sent last
  };
  [[nodiscard]] std::optional<Sent> send(Uptime now);

  // Nothing sticks for ever: drops the oldest when the hub answered so many sends without it.
  [[nodiscard]] bool drop_oldest_if_stuck(const contract::Receipt& latest, Uptime receipt_at,
                                          std::uint8_t most_passed_over);

 private:
  contract::DeviceId device_;
  std::uint64_t boot_;
  Backlog* backlog_;
  MessageSink& sink_;
  Scratch& scratch_;
  Uptime head_sent_ = kNever;          // of the oldest
  std::uint8_t head_passed_over_ = 0;  // answers of the hub that had seen later ones
  Uptime head_judged_ = kNever;        // the receipt that was looked at last
  Uptime refused_ = kNever;
  std::uint64_t dropped_told_ = 0;
};

}  // namespace luft::firmware

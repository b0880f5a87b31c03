#include "firmware/core/backlog_drain.h"

namespace luft::firmware {
namespace {

// A flash that takes nothing would be erased in vain with every reading.
constexpr Uptime kPauseAfterRefusal = std::chrono::minutes{10};

}  // namespace

BacklogDrain::BacklogDrain(const contract::DeviceId& device, std::uint64_t boot, const Ports& ports)
    : device_(device),
      boot_(boot),
      backlog_(ports.backlog),
      sink_(ports.sink),
      scratch_(ports.scratch) {}

std::optional<contract::ReadingRef> BacklogDrain::oldest() const {
  return backlog_ != nullptr ? backlog_->oldest() : std::nullopt;
}

bool BacklogDrain::lets_this_boot_speak() const {
  const auto head = oldest();
  return !head || head->boot == boot_ || head->boot == backlog_->newest_boot_at_start();
}

bool BacklogDrain::take(const HeldReading& reading, Uptime now) {
  if (backlog_ == nullptr) return false;
  if (refused_ != kNever && now - refused_ < kPauseAfterRefusal) return false;
  const auto head = backlog_->oldest();
  const bool taken = backlog_->add(reading);
  refused_ = taken ? kNever : now;
  if (backlog_->oldest() != head) head_sent_ = kNever;
  return taken;
}

std::uint64_t BacklogDrain::take_dropped() {
  if (backlog_ == nullptr) return 0;
  const std::uint64_t before = dropped_told_;
  dropped_told_ = backlog_->counters().dropped_full;
  return dropped_told_ - before;
}

std::size_t BacklogDrain::release(const contract::Receipt& receipt) {
  if (backlog_ == nullptr) return 0;
  const std::size_t released = backlog_->release({.boot = receipt.boot, .seq = receipt.through});
  if (released > 0) {
    head_sent_ = kNever;
    head_passed_over_ = 0;
  }
  return released;
}

std::optional<BacklogDrain::Sent> BacklogDrain::send(Uptime now) {
  const auto head = oldest();
  if (!head) return std::nullopt;
  contract::BatchWriter writer(head->boot, *head, scratch_.text);
  contract::BatchEntry last;
  Backlog::Front front = backlog_->front();
  for (auto entry = front.next(); entry && writer.add(*entry); entry = front.next()) last = *entry;
  const std::size_t count = writer.entry_count();
  if (count == 0) return std::nullopt;
  // The uptime of an earlier boot is over; its newest reading is the latest moment known of it, and
  // a smaller `now_ms` never moves the hub's anchor.
  const auto payload = writer.finish(head->boot == boot_ ? wire_ms(now) : last.up_ms);
  const contract::Topic topic{.kind = contract::TopicKind::batch, .device = device_};
  if (!sink_.publish(topic, payload)) return std::nullopt;
  const Sent sent{
      .last = {.boot = head->boot, .seq = last.seq}, .count = count, .before = head_sent_};
  head_sent_ = now;
  return sent;
}

bool BacklogDrain::drop_oldest_if_stuck(const contract::Receipt& latest, Uptime receipt_at,
                                        std::uint8_t most_passed_over) {
  const auto head = oldest();
  if (!head || head_sent_ == kNever || receipt_at <= head_sent_ || receipt_at == head_judged_) {
    return false;
  }
  head_judged_ = receipt_at;
  const bool passed_over =
      latest.boot == head->boot && latest.through < head->seq && latest.seen > head->seq;
  if (!passed_over || ++head_passed_over_ < most_passed_over) return false;
  backlog_->drop_oldest();
  head_sent_ = kNever;
  head_passed_over_ = 0;
  return true;
}

}  // namespace luft::firmware

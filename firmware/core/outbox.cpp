#include "firmware/core/outbox.h"

#include <algorithm>

#include "contract/batch.h"
#include "contract/reading.h"

namespace luft::firmware {
namespace {

contract::BatchEntry entry_of(const HeldReading& reading) {
  return {.seq = reading.ref.seq,
          .metric = reading.metric,
          .up_ms = wire_ms(reading.taken),
          .value = reading.value,
          .time_ms = reading.time_ms};
}

}  // namespace

Outbox::Outbox(const OutboxSettings& settings, const contract::DeviceId& device, std::uint64_t boot,
               const Ports& ports, std::uint32_t seed)
    : settings_(settings),
      device_(device),
      boot_(boot),
      store_(ports.readings),
      sink_(ports.sink),
      observer_(ports.observer),
      scratch_(ports.scratch),
      backlog_(device, boot, ports),
      jitter_(seed),
      unsent_(ports.readings.size()),
      backoff_(settings.first_retry),
      retry_after_(settings.first_retry) {}

contract::ReadingRef Outbox::add(contract::Metric metric, double value, Uptime now,
                                 std::optional<std::uint64_t> time_ms, FirstSend first_send) {
  if (store_.size() == store_.capacity() && !spill_front(now)) {
    pop_front();
    ++counters_.dropped_full;
  }
  HeldReading reading;
  reading.ref = {.boot = boot_, .seq = next_seq_++};
  reading.value = value;
  reading.taken = now;
  reading.time_ms = time_ms;
  reading.metric = metric;
  store_.push_back(reading);
  ++unsent_;
  ++counters_.added;
  const bool may_speak = online_ && backlog_.lets_this_boot_speak();
  if (may_speak && first_send == FirstSend::live) send_live(store_.at(store_.size() - 1), now);
  return reading.ref;
}

void Outbox::on_connected(Uptime now) {
  online_ = true;
  resume(now);
}

void Outbox::on_hub_back(Uptime now) {
  resume(now);
}

// Whatever was on its way may be gone. A fleet that reconnects at once spreads itself out.
void Outbox::resume(Uptime now) {
  resumed_ = now;
  resume_at_ = now + jitter_.below(settings_.resume_within);
  reset_backoff();
  in_flight_.reset();
}

void Outbox::reset_backoff() {
  backoff_ = settings_.first_retry;
  retry_after_ = jitter_.stretched(backoff_);
}

void Outbox::back_off() {
  backoff_ = std::min(backoff_ * 2, settings_.longest_retry);
  retry_after_ = jitter_.stretched(backoff_);
}

void Outbox::on_receipt(const contract::Receipt& receipt, Uptime now) {
  const bool is_ahead = receipt.boot == boot_ && receipt.through >= next_seq_;
  if (is_ahead && settings_.receipts_ahead == ReceiptsAhead::ignored) return;
  receipt_ = receipt;
  receipt_at_ = now;
  const std::size_t held_before = held();
  pop_covered();
  if (held() < held_before) reset_backoff();
  if (in_flight_ && in_flight_->last.boot == receipt.boot &&
      in_flight_->last.seq <= receipt.through) {
    in_flight_.reset();
  }
}

void Outbox::on_tick(Uptime now) {
  pop_covered();  // taken since a receipt that was ahead
  spill(now);
  if (!online_ || held() == 0) return;
  if (in_flight_ && now < in_flight_->give_up) return;
  in_flight_.reset();
  if (!backlog_.empty()) return drain_backlog(now);
  if (is_due(store_.at(0), now)) drop_head_if_stuck();
  if (store_.size() == 0) return;
  if (is_due(store_.at(0), now)) {
    send_batch(0, now);
    return;
  }
  // The oldest still waits for its receipt; what was never sent does not wait behind it.
  if (unsent_ == 0 || now < resume_at_) return;
  std::size_t first = 0;
  while (store_.at(first).sent != kNever) ++first;
  send_batch(first, now);
}

contract::ReadingRef Outbox::oldest() const {
  if (const auto ref = backlog_.oldest()) return *ref;
  return store_.at(0).ref;
}

bool Outbox::spill_front(Uptime now) {
  const bool taken = backlog_.take(store_.at(0), now);
  counters_.dropped_full += backlog_.take_dropped();
  if (!taken) return false;
  ++counters_.spilled;
  pop_front();
  return true;
}

// A few at a time: a full sector is erased first, which takes a moment. While anything older is on
// flash, the hub cannot receipt what is in RAM, so that follows in its turn.
void Outbox::spill(Uptime now) {
  constexpr int kMostAtOnce = 8;
  for (int i = 0; i < kMostAtOnce && store_.size() > 0; ++i) {
    const HeldReading& front = store_.at(0);
    const bool waited = front.ref.boot != boot_ || now - front.taken >= settings_.spill_after;
    if (!waited || !spill_front(now)) return;
  }
}

void Outbox::spill_all(Uptime now) {
  while (store_.size() > 0 && spill_front(now)) {
  }
}

void Outbox::drain_backlog(Uptime now) {
  if (now < resume_at_ || now < drain_at_) return;
  if (backlog_.drop_oldest_if_stuck(receipt_, receipt_at_, settings_.most_passed_over)) {
    ++counters_.dropped_stuck;
    if (backlog_.empty()) return;
  }
  const auto sent = backlog_.send(now);
  drain_at_ = now + settings_.between_batches;
  if (!sent) return;
  ++counters_.batches;
  if (sent->before != kNever) counters_.resent += sent->count;
  if (sent->before != kNever && sent->before >= resumed_) back_off();
  in_flight_ = {.last = sent->last, .give_up = now + retry_after_};
}

bool Outbox::is_due(const HeldReading& reading, Uptime now) const {
  if (reading.sent == kNever || reading.sent < resumed_) return now >= resume_at_;
  return now - reading.sent >= retry_after_;
}

// The hub answered after the oldest was sent, and had seen later ones, but not this one. (Of any
// other nothing can be told: `through` stops at the oldest that is missing.)
bool Outbox::head_was_passed_over() const {
  const HeldReading& head = store_.at(0);
  return head.sent != kNever && receipt_at_ > head.sent && receipt_.boot == head.ref.boot &&
         receipt_.through < head.ref.seq && receipt_.seen > head.ref.seq;
}

bool Outbox::covered(const HeldReading& reading) const {
  return receipt_.boot == reading.ref.boot && reading.ref.seq <= receipt_.through;
}

void Outbox::pop_covered() {
  counters_.receipted += backlog_.release(receipt_);
  if (!backlog_.empty()) return;  // what is newer waits for it
  while (store_.size() > 0 && covered(store_.at(0))) {
    if (store_.at(0).sent == kNever) ++counters_.never_sent;
    pop_front();
    ++counters_.receipted;
  }
}

void Outbox::pop_front() {
  if (store_.at(0).sent == kNever) --unsent_;
  store_.pop_front();
  head_passed_over_ = 0;
}

void Outbox::send_live(HeldReading& reading, Uptime now) {
  const contract::Identity identity{.ref = reading.ref,
                                    .up_ms = wire_ms(reading.taken),
                                    .now_ms = wire_ms(now),
                                    .oldest = oldest(),
                                    .time_ms = reading.time_ms};
  const auto payload =
      contract::write_reading({.value = reading.value, .identity = identity}, scratch_.text);
  const contract::Topic topic{
      .kind = contract::TopicKind::reading, .device = device_, .metric = reading.metric};
  if (!sink_.publish(topic, payload)) return;
  reading.sent = now;
  --unsent_;
  observer_.reading_sent_live(reading.ref);
}

// Nothing sticks for ever: a reading that the hub passes over again and again is given up.
void Outbox::drop_head_if_stuck() {
  const int passed_over = head_passed_over_ + (head_was_passed_over() ? 1 : 0);
  if (passed_over < settings_.most_passed_over) return;
  pop_front();
  ++counters_.dropped_stuck;
}

// From `first` on, the readings of one boot that are due, as many as a message holds.
void Outbox::send_batch(std::size_t first, Uptime now) {
  const std::uint64_t boot = store_.at(first).ref.boot;
  contract::BatchWriter writer(boot, oldest(), scratch_.text);
  std::uint64_t newest_up_ms = 0;
  std::size_t end = first;
  for (; end < store_.size() && store_.at(end).ref.boot == boot; ++end) {
    const HeldReading& reading = store_.at(end);
    if (!is_due(reading, now)) continue;
    if (!writer.add(entry_of(reading))) break;
    newest_up_ms = wire_ms(reading.taken);
  }
  // The uptime of an earlier boot is over; its newest reading is the latest moment known of it, and
  // a smaller `now_ms` never moves the hub's anchor.
  const auto payload = writer.finish(boot == boot_ ? wire_ms(now) : newest_up_ms);
  const contract::Topic topic{.kind = contract::TopicKind::batch, .device = device_};
  if (writer.entry_count() == 0 || !sink_.publish(topic, payload)) return;
  ++counters_.batches;
  if (first == 0 && head_was_passed_over()) ++head_passed_over_;
  note_sent(first, end, now);
}

// The readings from `first` to `end` that were due are in the batch that went out now.
void Outbox::note_sent(std::size_t first, std::size_t end, Uptime now) {
  bool again = false;
  contract::ReadingRef last;
  for (std::size_t i = first; i < end; ++i) {
    HeldReading& reading = store_.at(i);
    if (!is_due(reading, now)) continue;
    if (reading.sent == kNever) {
      --unsent_;
    } else {
      ++counters_.resent;
      again = again || reading.sent >= resumed_;
    }
    reading.sent = now;
    last = reading.ref;
  }
  if (again) back_off();
  in_flight_ = {.last = last, .give_up = now + retry_after_};
}

}  // namespace luft::firmware

#include "firmware/core/control_gate.h"

namespace luft::firmware {

// Marks are at least a sixtieth of the allowed age apart, so that 64 of them always reach back far
// enough; a reading between two marks counts as taken at the earlier one.
void ControlGate::on_reading(std::uint64_t seq, Uptime taken) {
  newest_seq_ = seq;
  if (mark_count_ > 0) {
    const Mark& last = marks_[(mark_count_ - 1) % kMarks];
    if (taken - last.taken < settings_.oldest / 60) return;
  }
  marks_[mark_count_ % kMarks] = {.seq = seq, .taken = taken};
  ++mark_count_;
}

std::expected<void, std::string_view> ControlGate::admit(const contract::WindowControl& control,
                                                         Uptime now) {
  if (!control.as_of) {
    if (settings_.as_of == AsOf::optional) return {};
    return std::unexpected("as_of is missing, and this device is set to strict");
  }
  const auto [boot, seq] = *control.as_of;
  if (boot != boot_) return std::unexpected("as_of names another boot of this device");
  if (seq > newest_seq_) return std::unexpected("as_of names a reading not taken yet");
  if (seq < accepted_seq_) return std::unexpected("as_of is older than the last one accepted");
  if (is_older_than_allowed(seq, now)) return std::unexpected("as_of is older than 5 minutes");
  accepted_seq_ = seq;
  return {};
}

bool ControlGate::is_older_than_allowed(std::uint64_t seq, Uptime now) const {
  const std::size_t oldest_kept = mark_count_ > kMarks ? mark_count_ - kMarks : 0;
  for (std::size_t i = oldest_kept; i < mark_count_; ++i) {
    const Mark& mark = marks_[i % kMarks];
    if (now - mark.taken <= settings_.oldest) return seq < mark.seq;
  }
  return true;
}

}  // namespace luft::firmware

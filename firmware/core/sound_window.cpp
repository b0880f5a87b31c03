#include "firmware/core/sound_window.h"

#include <algorithm>
#include <cmath>

#include "sound/decibel.h"

namespace luft::firmware {
namespace {

std::size_t samples_in(Uptime time, std::uint32_t rate_hz) {
  return static_cast<std::size_t>(time.count()) * rate_hz / 1'000;
}

}  // namespace

SoundWindow::SoundWindow(const SoundSettings& settings)
    : meter_(settings.rate_hz, settings.microphone),
      length_(samples_in(kLength, settings.rate_hz)),
      settling_(samples_in(settings.settling, settings.rate_hz)) {}

void SoundWindow::add(std::span<const std::int16_t> samples, Uptime now) {
  const std::size_t unsettled = std::min(settling_, samples.size());
  settling_ -= unsettled;
  samples = samples.subspan(unsettled);
  while (!samples.empty()) {
    const std::size_t count = std::min(length_ - filled_, samples.size());
    meter_.add(samples.first(count));
    samples = samples.subspan(count);
    filled_ += count;
    if (filled_ == length_) end_window(now);
  }
}

void SoundWindow::end_window(Uptime now) {
  energy_ += sound::power_ratio(meter_.take().average_db);
  ++windows_;
  filled_ = 0;
  answered_at_ = now;
}

std::optional<double> SoundWindow::take() {
  if (windows_ == 0) return std::nullopt;
  const double level = 10.0 * std::log10(energy_ / windows_);
  energy_ = 0;
  windows_ = 0;
  return level;
}

}  // namespace luft::firmware

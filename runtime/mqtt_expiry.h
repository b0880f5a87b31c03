// How long a message may wait before it is sent: its expiry counts from when it was handed over,
// not from when a broker comes back. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "runtime/clock.h"

namespace luft::runtime {

class MqttExpiry {
 public:
  // `expiry_s` empty: never.
  MqttExpiry(std::optional<std::uint32_t> expiry_s, SteadyTime now) {
    if (expiry_s) at_ = now + std::chrono::seconds{*expiry_s};
  }

  [[nodiscard]] bool is_over(SteadyTime now) const { return at_ && now >= *at_; }
  // What is left to tell the broker, in whole seconds, rounded up.
  [[nodiscard]] std::optional<std::uint32_t> left_s(SteadyTime now) const {
    if (!at_) return std::nullopt;
    if (now >= *at_) return 0;
    return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(*at_ - now).count());
  }

 private:
  std::optional<SteadyTime> at_;
};

}  // namespace luft::runtime

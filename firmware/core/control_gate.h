// Whether a model's decision is fresh enough to be heard: commands that cannot go stale.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "contract/control.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

enum class AsOf : std::uint8_t { optional, required };

struct ControlGateSettings {
  AsOf as_of = AsOf::optional;  // `required` is the strict device
  Uptime oldest = std::chrono::minutes{5};
};

// A decision names the newest reading it was based on (`as_of`). The gate knows when this device
// took which reading, so it needs no clock that agrees with anyone's.
class ControlGate {
 public:
  ControlGate(const ControlGateSettings& settings, std::uint64_t boot)
      : settings_(settings), boot_(boot) {}

  void on_reading(std::uint64_t seq, Uptime taken);
  void set_as_of(AsOf as_of) { settings_.as_of = as_of; }

  // Accepts, and remembers the `as_of`; or says why not.
  [[nodiscard]] std::expected<void, std::string_view> admit(const contract::WindowControl& control,
                                                            Uptime now);

 private:
  // Every reading from `seq` on was taken at `taken` or later.
  struct Mark {
    std::uint64_t seq = 0;
    Uptime taken{};
  };
  static constexpr std::size_t kMarks = 64;

  [[nodiscard]] bool is_older_than_allowed(std::uint64_t seq, Uptime now) const;

  ControlGateSettings settings_;
  std::uint64_t boot_;
  std::array<Mark, kMarks> marks_{};  // a ring, oldest overwritten
  std::size_t mark_count_ = 0;        // ever written
  std::uint64_t newest_seq_ = 0;
  std::uint64_t accepted_seq_ = 0;
};

}  // namespace luft::firmware

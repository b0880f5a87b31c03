#include "firmware/core/kept_window.h"

#include <cstdint>
#include <cstring>
#include <optional>

#include "contract/limits.h"

namespace luft::firmware {
namespace {

constexpr Remembered kUnknown{.moving = true};

// As version 1.0 kept it.
struct Form1 {
  static constexpr std::uint32_t kNumber = 1;
  std::uint32_t form = kNumber;
  std::uint32_t unused = 0;
  double position_pct = 0;
  std::uint32_t hold_s = 0;
  std::uint8_t moving = 0;
  std::array<std::uint8_t, 3> rest{};
};
static_assert(sizeof(Form1) == 24);

struct Form2 {
  static constexpr std::uint32_t kNumber = 2;
  std::uint32_t form = kNumber;
  std::uint32_t hold_s = 0;
  double position_pct = 0;
  double from_pct = 0;
  std::uint8_t moving = 0;
  std::array<std::uint8_t, 7> rest{};
};
static_assert(sizeof(Form2) == sizeof(KeptWindowBytes));

template <class Form>
std::optional<Form> read(std::span<const std::byte> bytes) {
  Form kept;
  if (bytes.size() != sizeof kept) return std::nullopt;
  std::memcpy(&kept, bytes.data(), sizeof kept);
  if (kept.form != Form::kNumber) return std::nullopt;
  return kept;
}

bool is_position(double pct) {
  return pct >= 0 && pct <= 100;
}

}  // namespace

KeptWindowBytes write_kept_window(const Remembered& state) {
  const Form2 kept{.hold_s = state.hold_s,
                   .position_pct = state.position_pct,
                   .from_pct = state.from_pct,
                   .moving = state.moving};
  KeptWindowBytes bytes;
  std::memcpy(bytes.data(), &kept, sizeof kept);
  return bytes;
}

Remembered read_kept_window(std::span<const std::byte> bytes) {
  Remembered state = kUnknown;
  if (const auto kept = read<Form2>(bytes)) {
    state = {.position_pct = kept->position_pct,
             .from_pct = kept->from_pct,
             .hold_s = kept->hold_s,
             .moving = kept->moving != 0};
  } else if (const auto earlier = read<Form1>(bytes)) {
    state = {.position_pct = earlier->position_pct,
             .from_pct = earlier->position_pct,
             .hold_s = earlier->hold_s,
             .moving = earlier->moving != 0};
  }
  const bool is_well = is_position(state.position_pct) && is_position(state.from_pct) &&
                       state.hold_s <= contract::kMaxHoldSeconds;
  return is_well ? state : kUnknown;
}

}  // namespace luft::firmware

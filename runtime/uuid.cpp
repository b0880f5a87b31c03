#include "runtime/uuid.h"

#include <sys/random.h>

#include <cassert>
#include <charconv>

#include <fmt/format.h>

namespace luft::runtime {
namespace {

constexpr std::uint64_t kCounterMask = (std::uint64_t{1} << 42) - 1;
constexpr std::uint64_t kFreshCounterMask = kCounterMask >> 1;  // room to count within the ms
constexpr std::uint64_t kVersion7 = 0x7;
constexpr std::uint64_t kVariant = 0b10;

std::uint64_t system_random() {
  std::uint64_t bits = 0;
  [[maybe_unused]] const auto got = ::getrandom(&bits, sizeof bits, 0);
  assert(got == sizeof bits);
  return bits;
}

}  // namespace

UuidMaker::UuidMaker() : UuidMaker{system_random} {}
UuidMaker::UuidMaker(Random random) : random_{std::move(random)} {}

// time (48) | version (4) | counter (12) | variant (2) | counter (30) | random (32)
std::string UuidMaker::make(SystemTime now) {
  const auto ms = static_cast<std::uint64_t>(now.time_since_epoch().count());
  const std::uint64_t random = random_();
  if (ms > last_ms_) {
    last_ms_ = ms;
    counter_ = random_() & kFreshCounterMask;
  } else if (++counter_ > kCounterMask) {  // 2^41 in one millisecond, or a clock set back for long
    ++last_ms_;
    counter_ = 0;
  }
  const std::uint64_t high = counter_ >> 30U;
  const std::uint64_t low = counter_ & ((std::uint64_t{1} << 30) - 1);
  const std::uint64_t second_half = (kVariant << 62U) | (low << 32U) | (random & 0xFFFF'FFFFU);
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", (last_ms_ >> 16U) & 0xFFFF'FFFFU,
                     last_ms_ & 0xFFFFU, (kVersion7 << 12U) | high, second_half >> 48U,
                     second_half & 0xFFFF'FFFF'FFFFU);
}

std::optional<SystemTime> uuid_time(std::string_view uuid) {
  constexpr std::size_t kLength = 36;
  constexpr std::size_t kVersionAt = 14;
  if (uuid.size() != kLength || uuid[8] != '-' || uuid[13] != '-' || uuid[kVersionAt] != '7') {
    return std::nullopt;
  }
  std::string digits{uuid.substr(0, 8)};
  digits += uuid.substr(9, 4);
  std::uint64_t ms = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, ms, 16);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return SystemTime{std::chrono::milliseconds{ms}};
}

}  // namespace luft::runtime

#include "runtime/log_throttle.h"

#include <utility>

namespace luft::runtime {
namespace {

constexpr std::string_view kEverythingElse =
    "";  // shares one allowance when there are too many keys

}  // namespace

LogThrottle::LogThrottle(std::uint32_t first, std::chrono::milliseconds period,
                         std::size_t max_keys)
    : first_{first}, period_{period}, max_keys_{max_keys} {}

std::optional<std::uint64_t> LogThrottle::admit(std::string_view key, SteadyTime now) {
  Allowance& allowance = allowance_of(key, now);
  if (now - allowance.period_start >= period_) {
    allowance.period_start = now;
    allowance.written = 0;
  }
  if (allowance.written >= first_) {
    ++allowance.held_back;
    return std::nullopt;
  }
  ++allowance.written;
  return std::exchange(allowance.held_back, 0);
}

LogThrottle::Allowance& LogThrottle::allowance_of(std::string_view key, SteadyTime now) {
  if (const auto found = allowances_.find(key); found != allowances_.end()) return found->second;
  if (allowances_.size() >= max_keys_ && key != kEverythingElse) {
    std::erase_if(allowances_, [&](const auto& entry) {
      return now - entry.second.period_start >= period_ && entry.second.held_back == 0;
    });
    if (allowances_.size() >= max_keys_) return allowance_of(kEverythingElse, now);
  }
  return allowances_.emplace(key, Allowance{.period_start = now}).first->second;
}

}  // namespace luft::runtime

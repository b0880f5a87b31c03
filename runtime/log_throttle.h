// Keeps a flood of equal log lines readable: per key and period, the first few pass, the rest is
// counted, and the first line of a later period says how many were held back. Pure; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/clock.h"

namespace luft::runtime {

class LogThrottle {
 public:
  // `first` lines of a key pass in each `period`. At most `max_keys` keys are remembered; beyond
  // that, new keys share one allowance until old ones have been quiet for a period.
  LogThrottle(std::uint32_t first, std::chrono::milliseconds period, std::size_t max_keys = 1024);

  // nullopt: hold this line back. Otherwise write it; the value is how many lines of this key
  // were held back since the last one written (log it as "held_back" when above 0).
  [[nodiscard]] std::optional<std::uint64_t> admit(std::string_view key, SteadyTime now);

 private:
  struct Allowance {
    SteadyTime period_start;
    std::uint32_t written = 0;
    std::uint64_t held_back = 0;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };

  Allowance& allowance_of(std::string_view key, SteadyTime now);

  std::uint32_t first_;
  std::chrono::milliseconds period_;
  std::size_t max_keys_;
  std::unordered_map<std::string, Allowance, Hash, std::equal_to<>> allowances_;
};

}  // namespace luft::runtime

// Request ids: UUID version 7 (RFC 9562), which sort by the time they were made.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/clock.h"

namespace luft::runtime {

// Makes UUIDs from the time it is handed and a source of random bits. Strictly increasing, also
// within a millisecond and when the clock steps back (RFC 9562, 6.2, methods 1 and 2). One thread.
class UuidMaker {
 public:
  using Random = std::function<std::uint64_t()>;

  UuidMaker();                        // random bits from the system
  explicit UuidMaker(Random random);  // for tests and simulations

  // "01890a5d-ac96-774b-bcce-b302099a8057": 36 characters.
  [[nodiscard]] std::string make(SystemTime now);

 private:
  Random random_;
  std::uint64_t last_ms_ = 0;
  std::uint64_t counter_ = 0;  // 42 of the bits after the time; the other 32 are random
};

// When a UUID of version 7 was made; nullopt: it is none.
[[nodiscard]] std::optional<SystemTime> uuid_time(std::string_view uuid);

}  // namespace luft::runtime

// Times as recordings write them: what is understood reads the same, to the minute, when it is
// written again.
#include <fmt/format.h>

#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "firmware/host/civil_time.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using luft::firmware::host::TimeZone;
  static const auto utc = TimeZone::use("UTC");
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto ms = utc->parse(text);
  if (!ms) {
    assert(!ms.error().empty());
    return 0;
  }
  if (text.size() < 16 || text.find_first_of("T ") != 10) {  // Unix time
    assert(text.find_first_not_of("0123456789.,") == std::string_view::npos);
    return 0;
  }
  // An offset counts, and a leap second is the first one of the next minute.
  const std::string_view rest = text.substr(16);
  if (rest.find_first_of("+-") != rest.npos || rest.starts_with(":60")) return 0;
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{*ms}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(time - day).count();
  assert(text.substr(0, 10) == fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                                           static_cast<unsigned>(date.month()),
                                           static_cast<unsigned>(date.day())));
  assert(text.substr(11, 5) == fmt::format("{:02}:{:02}", minute / 60, minute % 60));
  return 0;
}

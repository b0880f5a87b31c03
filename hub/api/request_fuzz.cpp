// What stands in URLs and bodies: a time that is understood reads the same when it is written
// again, and no limit, hold or position is out of its range. Input: a parameter, a new line, a
// body.
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "contract/limits.h"
#include "hub/api/query.h"

namespace luft::hub::api {
namespace {

constexpr std::size_t kMost = 1'000;

void check_time(std::string_view text) {
  const auto time = parse_time(text);
  if (!time) return;
  const bool is_date = text.find('-', 1) != std::string_view::npos;
  if (!is_date) {  // Unix milliseconds
    assert(text.find_first_not_of("0123456789", text.starts_with('-')) == std::string_view::npos);
    return;
  }
  // A leap second is the first one of the next minute, so only the day is looked at then.
  const bool leap = text.find(":60") != std::string_view::npos;
  const auto day = std::chrono::floor<std::chrono::days>(*time);
  const std::chrono::year_month_day date{day};
  const auto written =
      fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  assert(leap || text.substr(0, 10) == written);
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(*time - day).count();
  const auto of_day = fmt::format("T{:02}:{:02}", minute / 60, minute % 60);
  assert(leap || text.size() == 10 || text.substr(10, 6) == of_day);
}

void check_body(std::string_view body) {
  if (const auto hold_s = parse_hold(body)) assert(*hold_s <= contract::kMaxHoldSeconds);
  if (const auto wish = parse_window_wish(body)) {
    assert(wish->position_pct >= 0 && wish->position_pct <= 100);
    assert(wish->hold_s <= contract::kMaxHoldSeconds);
  }
  if (const auto version = parse_version_wish(body)) {
    assert(version->size() <= contract::kMaxModelNameLength);
    assert(!parse_pause(body));
  }
  if (parse_pause(body)) assert(!parse_nothing(body) && !parse_window_wish(body));
  assert(!parse_nothing(body) || parse_hold(body) == contract::kDefaultHoldSeconds);
}

}  // namespace
}  // namespace luft::hub::api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::hub::api;
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view parameter = input.substr(0, end);
  check_time(parameter);
  if (const auto step = parse_step(parameter); step && *step) assert((*step)->count() >= 0);
  const auto limit = parse_limit(std::string{parameter}, {.usual = kMost, .max = kMost});
  if (limit) assert(*limit >= 1 && *limit <= kMost);
  if (const auto cause = parse_cause(std::string{parameter}); cause && *cause) {
    assert(luft::contract::name(**cause) == parameter);
  }
  check_body(input.substr(std::min(end + 1, input.size())));
  return 0;
}

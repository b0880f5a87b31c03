#include "hub/api/query.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <variant>

#include "contract/limits.h"
#include "runtime/shallow_json.h"

namespace luft::hub::api {
namespace {

// What ISO 8601 can write: 0000-01-01 to 9999-12-31.
constexpr std::chrono::sys_days kFirstDay{std::chrono::year{0} / 1 / 1};
constexpr std::chrono::sys_days kDayAfterLast{std::chrono::year{10'000} / 1 / 1};

// Takes `digits` decimal digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits || text.starts_with('-')) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc{} || end != text.data() + digits) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take_char(std::string_view& text, char expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(1);
  return true;
}

// hh:mm[:ss[.fff]]
std::optional<std::chrono::milliseconds> take_time_of_day(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take_char(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::chrono::milliseconds time = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  if (!take_char(text, ':')) return time;
  const auto second = take_number(text, 2);
  if (!second || *second > 60) return std::nullopt;
  time += std::chrono::seconds{*second};
  if (!take_char(text, '.')) return time;
  for (int scale = 100; !text.empty() && text.front() >= '0' && text.front() <= '9'; scale /= 10) {
    time += std::chrono::milliseconds{scale * (text.front() - '0')};
    text.remove_prefix(1);
  }
  return time;
}

}  // namespace

std::optional<SystemTime> parse_time(std::string_view text) {
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
  if (error == std::errc{} && end == text.data() + text.size()) {
    const SystemTime time{std::chrono::milliseconds{ms}};
    return time >= kFirstDay && time < kDayAfterLast ? std::optional{time} : std::nullopt;
  }
  const auto year = take_number(text, 4);
  if (!year || !take_char(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take_char(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  SystemTime time{std::chrono::sys_days{date}};
  if (take_char(text, 'T')) {
    const auto of_day = take_time_of_day(text);
    if (!of_day) return std::nullopt;
    time += *of_day;
    take_char(text, 'Z');
  }
  if (!text.empty()) return std::nullopt;
  return time;
}

std::expected<std::optional<std::chrono::seconds>, std::string> parse_step(std::string_view text) {
  using std::chrono::seconds;
  if (text.empty() || text == "auto") return std::optional<seconds>{};
  if (text == "raw") return seconds{0};
  if (text == "10m") return seconds{600};
  if (text == "1h") return seconds{3600};
  if (text == "1d") return seconds{86'400};
  return std::unexpected{"step is one of auto, raw, 10m, 1h, 1d"};
}

std::expected<TimeRange, std::string> parse_range(const Given& from, const Given& to,
                                                  SystemTime now, std::chrono::hours usual) {
  const auto first = from ? parse_time(*from) : std::optional{now - usual};
  const auto end = to ? parse_time(*to) : std::optional{now + std::chrono::milliseconds{1}};
  if (!first || !end) {
    return std::unexpected{"from and to are Unix milliseconds or ISO 8601 in UTC"};
  }
  return TimeRange{.from = *first, .to = *end};
}

std::expected<std::size_t, std::string> parse_limit(const Given& text, Limits limits) {
  if (!text) return limits.usual;
  std::size_t value = 0;
  const char* const past = text->data() + text->size();
  const auto [end, error] = std::from_chars(text->data(), past, value);
  if (error != std::errc{} || end != past || value < 1 || value > limits.max) {
    return std::unexpected{fmt::format("limit is a whole number from 1 to {}", limits.max)};
  }
  return value;
}

std::expected<std::optional<contract::MoveCause>, std::string> parse_cause(const Given& text) {
  using enum contract::MoveCause;
  if (!text) return std::nullopt;
  for (const auto cause : {control, person, guard, calibration}) {
    if (contract::name(cause) == *text) return cause;
  }
  return std::unexpected{"cause is one of control, person, guard, calibration"};
}

std::expected<contract::Airing, std::string> parse_pause(std::string_view body) {
  const auto wish = runtime::parse_shallow_json(body);
  if (!wish.is_object() || wish.size() != 1 || !wish.contains("paused") ||
      !wish["paused"].is_boolean()) {
    return std::unexpected(R"(the body is {"paused":true} or {"paused":false})");
  }
  return wish["paused"].get<bool>() ? contract::Airing::paused : contract::Airing::on;
}

std::expected<std::string, std::string> parse_version_wish(std::string_view body) {
  const auto wish = runtime::parse_shallow_json(body);
  const std::string how = R"(the body is {"version":"1.2.0"}, at most 64 bytes of it)";
  if (!wish.is_object() || wish.size() != 1 || !wish.contains("version")) {
    return std::unexpected(how);
  }
  const auto& version = wish["version"];
  if (version.is_null()) return std::string{};
  if (!version.is_string()) return std::unexpected(how);
  auto text = version.get<std::string>();
  if (text.empty() || text.size() > contract::kMaxModelNameLength) return std::unexpected(how);
  return text;
}

// The contract's own parser, which accepts more forms; here it must be an object with a position.
std::expected<contract::SetPosition, std::string> parse_window_wish(std::string_view body) {
  constexpr std::string_view kForm =
      R"(send {"position":0..100,"hold_s":seconds}; hold_s may be left out)";
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || body[first] != '{') {
    return std::unexpected{std::string{kForm}};
  }
  const auto set = contract::parse_window_set(body);
  if (!set) {
    return std::unexpected{std::string{set.error().member.view()} + ": " +
                           std::string{contract::name(set.error().kind)} + "; " +
                           std::string{kForm}};
  }
  const auto* position = std::get_if<contract::SetPosition>(&*set);
  if (position == nullptr) return std::unexpected{std::string{kForm}};
  return *position;
}

std::expected<std::uint32_t, std::string> parse_hold(std::string_view body) {
  const auto json = runtime::parse_shallow_json(body);
  const std::unexpected<std::string> wrong{
      fmt::format(R"(send {{"hold_s":seconds}}, at most {}, or {{}})", contract::kMaxHoldSeconds)};
  if (!json.is_object()) return wrong;
  const auto hold_s = json.find("hold_s");
  if (hold_s == json.end()) return contract::kDefaultHoldSeconds;
  if (!hold_s->is_number_unsigned() || *hold_s > contract::kMaxHoldSeconds) return wrong;
  return hold_s->get<std::uint32_t>();
}

std::expected<void, std::string> parse_nothing(std::string_view body) {
  const auto json = runtime::parse_shallow_json(body);
  if (json.is_object() && json.empty()) return {};
  return std::unexpected{"send {}"};
}

}  // namespace luft::hub::api

#include "firmware/host/civil_time.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <time.h>

#include <charconv>
#include <filesystem>
#include <optional>

namespace luft::firmware::host {
namespace {

constexpr const char* kZones = "/usr/share/zoneinfo/";

// Takes exactly `digits` digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits || text.starts_with('-')) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc{} || end != text.data() + digits) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// "2016-01-11T17:00" and seconds, if they are there.
std::optional<tm> take_date_and_time(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || !take(text, "T ")) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  std::optional<int> second = 0;
  if (take(text, ":")) second = take_number(text, 2);
  if (!minute || !second) return std::nullopt;
  if (*month < 1 || *month > 12 || *day < 1 || *day > 31 || *hour > 23 || *minute > 59 ||
      *second > 60) {
    return std::nullopt;
  }
  tm result{};
  result.tm_year = *year - 1900;
  result.tm_mon = *month - 1;
  result.tm_mday = *day;
  result.tm_hour = *hour;
  result.tm_min = *minute;
  result.tm_sec = *second;
  result.tm_isdst = -1;  // the zone says
  return result;
}

int take_milliseconds(std::string_view& text) {
  if (!take(text, ".,")) return 0;
  int milliseconds = 0;
  for (int weight = 100; !text.empty() && text.front() >= '0' && text.front() <= '9';
       weight /= 10) {
    milliseconds += weight * (text.front() - '0');
    text.remove_prefix(1);
  }
  return milliseconds;
}

// Seconds east of Greenwich; empty, and nothing taken, when the text says nothing of it.
std::optional<int> take_offset(std::string_view& text) {
  if (take(text, "Zz")) return 0;
  std::string_view rest = text;
  const int sign = text.starts_with('-') ? -1 : 1;
  if (!take(rest, "+-")) return std::nullopt;
  const auto hours = take_number(rest, 2);
  take(rest, ":");
  const auto minutes = rest.empty() ? std::optional{0} : take_number(rest, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  text = rest;
  return sign * (*hours * 3'600 + *minutes * 60);
}

// 1452531600, 1452531600.25 or 1452531600250: seconds and milliseconds from 1973 to 2286.
std::optional<std::int64_t> unix_ms(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const auto digits = rest - text.data();
  if (error != std::errc{} || text.starts_with('-')) return std::nullopt;
  if (digits == 12 || digits == 13) return rest == end ? std::optional{number} : std::nullopt;
  if (digits != 9 && digits != 10) return std::nullopt;
  std::string_view fraction(rest, static_cast<std::size_t>(end - rest));
  const int milliseconds = take_milliseconds(fraction);
  if (!fraction.empty()) return std::nullopt;
  return number * 1'000 + milliseconds;
}

}  // namespace

std::expected<TimeZone, std::string> TimeZone::use(const std::string& name) {
  if (name == "UTC") return TimeZone(true);
  std::error_code ignored;
  const bool known = !name.empty() && name.find("..") == std::string::npos && name[0] != '/' &&
                     std::filesystem::is_regular_file(kZones + name, ignored);
  if (!known) {
    return std::unexpected(
        fmt::format("time zone \"{}\" is not in {}: names are like Europe/Brussels, and the "
                    "package tzdata holds them",
                    name, kZones));
  }
  ::setenv("TZ", name.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): before any thread
  ::tzset();
  return TimeZone(false);
}

std::expected<std::int64_t, std::string> TimeZone::parse(std::string_view text,
                                                         TimeMeaning meaning) const {
  if (const auto since_1970 = unix_ms(text)) return *since_1970;
  std::string_view rest = text;
  auto parts = take_date_and_time(rest);
  const int milliseconds = parts ? take_milliseconds(rest) : 0;
  const auto offset_s = parts ? take_offset(rest) : std::nullopt;
  if (!parts || !rest.empty()) {
    return std::unexpected(fmt::format(
        "\"{}\" is not a time such as 2016-01-11T17:00:00, nor Unix seconds or milliseconds",
        text));
  }
  const int day = parts->tm_mday;
  const time_t seconds =
      is_utc_ || offset_s || meaning == TimeMeaning::utc ? ::timegm(&*parts) : ::mktime(&*parts);
  if (parts->tm_mday != day) {  // such as 30 February
    return std::unexpected(fmt::format("\"{}\" is not a day of the calendar", text));
  }
  return (static_cast<std::int64_t>(seconds) - offset_s.value_or(0)) * 1'000 + milliseconds;
}

}  // namespace luft::firmware::host

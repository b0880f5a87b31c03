// Times as recordings write them, and the moments they mean.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace luft::firmware::host {

// What a time without an offset of its own means.
enum class TimeMeaning : std::uint8_t { local, utc };

// A zone of the system's time zone database, such as "Europe/Brussels".
class TimeZone {
 public:
  // Sets this process's zone (the C library knows one at a time): call it once, from main, before
  // any thread. The error names the zone and how to find its name.
  [[nodiscard]] static std::expected<TimeZone, std::string> use(const std::string& name);

  // Unix time in ms of `2016-01-11T17:00:00`, with `T` or a space, seconds and fractions optional,
  // and `Z` or `+01:00` at the end: then the zone does not matter. Of an hour that comes twice in
  // autumn, either; an hour that spring skips is taken as the one after. A plain number is Unix
  // time: 9 or 10 digits (and a fraction) are seconds, 12 or 13 milliseconds.
  [[nodiscard]] std::expected<std::int64_t, std::string> parse(
      std::string_view text, TimeMeaning meaning = TimeMeaning::local) const;

 private:
  explicit TimeZone(bool is_utc) : is_utc_(is_utc) {}
  bool is_utc_;
};

}  // namespace luft::firmware::host

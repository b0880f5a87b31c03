#include "firmware/core/setup/time_zone.h"

#include <array>
#include <cstdint>

#include "firmware/core/whole_number.h"

namespace luft::firmware {
namespace {

// The last line of each place's file in the time zone database (2025b); where that has only a
// number for a name, letters that stand for it.
constexpr std::array kCommon{
    TimeZone{"PST8PDT,M3.2.0,M11.1.0", "Los Angeles"},
    TimeZone{"MST7MDT,M3.2.0,M11.1.0", "Denver"},
    TimeZone{"CST6CDT,M3.2.0,M11.1.0", "Chicago"},
    TimeZone{"EST5EDT,M3.2.0,M11.1.0", "New York"},
    TimeZone{"BRT3", "S\u00E3o Paulo"},
    TimeZone{"UTC0", "UTC"},
    TimeZone{"GMT0BST,M3.5.0/1,M10.5.0", "London"},
    TimeZone{kDefaultTimeZone, "Berlin, Paris, Rome"},
    TimeZone{"EET-2EEST,M3.5.0/3,M10.5.0/4", "Athens, Helsinki, Kyiv"},
    TimeZone{"TRT-3", "Istanbul"},
    TimeZone{"IST-5:30", "Delhi"},
    TimeZone{"CST-8", "Beijing, Singapore"},
    TimeZone{"JST-9", "Tokyo, Seoul"},
    TimeZone{"AEST-10AEDT,M10.1.0,M4.1.0/3", "Sydney"},
    TimeZone{"NZST-12NZDT,M9.5.0,M4.1.0/3", "Auckland"},
};

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Takes one part after the other off the front; false where it is not there.
class ZoneText {
 public:
  explicit ZoneText(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] bool is_at(char c) const { return rest_.starts_with(c); }

  // Three letters or more; in angle brackets also digits and signs.
  bool name() {
    const bool is_quoted = take('<');
    std::size_t length = 0;
    while (length < rest_.size() && belongs_to_name(rest_[length], is_quoted)) ++length;
    rest_.remove_prefix(length);
    return length >= 3 && (!is_quoted || take('>'));
  }

  bool offset() {
    if (!take('-')) (void)take('+');
    return time();
  }

  // ",M3.5.0/2,M10.5.0/3"
  bool rule() { return change() && change(); }

 private:
  static bool belongs_to_name(char c, bool is_quoted) {
    return is_letter(c) || (is_quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
  }

  bool take(char c) {
    const bool is_there = is_at(c);
    if (is_there) rest_.remove_prefix(1);
    return is_there;
  }

  bool number(std::uint16_t min, std::uint16_t max) {
    const auto value = take_whole_number(rest_);
    return value && *value >= min && *value <= max;
  }

  bool time() { return number(0, 24) && (!take(':') || number(0, 59)); }

  bool day() {
    return take('M') && number(1, 12) && take('.') && number(1, 5) && take('.') && number(0, 6);
  }

  bool change() { return take(',') && day() && (!take('/') || time()); }

  std::string_view rest_;
};

}  // namespace

std::span<const TimeZone> common_time_zones() {
  return kCommon;
}

bool is_time_zone(std::string_view text) {
  ZoneText zone(text);
  if (text.size() > kMaxTimeZoneLength || !zone.name() || !zone.offset()) return false;
  if (zone.empty()) return true;
  return zone.name() && (zone.is_at(',') || zone.offset()) && zone.rule() && zone.empty();
}

}  // namespace luft::firmware

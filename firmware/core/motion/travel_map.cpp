#include "firmware/core/motion/travel_map.h"

#include <algorithm>
#include <cassert>

#include "firmware/core/whole_number.h"

namespace luft::firmware {
namespace {

using Point = TravelMap::Point;
constexpr std::array<Point, 2> kEven{{{0, 0}, {100, 100}}};

// Straight through the two points around `value`, which is in the member `from`.
double between(std::span<const Point> points, double Point::* from, double Point::* to,
               double value) {
  value = std::clamp(value, 0.0, 100.0);
  std::size_t upper = 1;
  while (upper + 1 < points.size() && points[upper].*from < value) ++upper;
  const Point& a = points[upper - 1];
  const Point& b = points[upper];
  return a.*to + (value - a.*from) / (b.*from - a.*from) * (b.*to - a.*to);
}

}  // namespace

TravelMap::TravelMap() : TravelMap(kEven) {}

TravelMap::TravelMap(std::span<const Point> points) : count_(points.size()) {
  assert(is_valid(points));
  std::ranges::copy(points, points_.begin());
}

bool TravelMap::is_valid(std::span<const Point> points) {
  if (points.size() < 2 || points.size() > kMostPoints) return false;
  const auto is = [](const Point& point, double both) {
    return point.opening_pct == both && point.travel_pct == both;
  };
  if (!is(points.front(), 0) || !is(points.back(), 100)) return false;
  return std::ranges::adjacent_find(points, [](const Point& a, const Point& b) {
           return !(a.opening_pct < b.opening_pct && a.travel_pct < b.travel_pct);
         }) == points.end();
}

std::optional<TravelMap> TravelMap::from_text(std::string_view text) {
  std::array<Point, kMostPoints> points{};
  std::size_t count = 1;  // the first is 0/0
  while (!text.empty()) {
    if (text.starts_with(' ')) {
      text.remove_prefix(1);
      continue;
    }
    const auto opening = take_whole_number(text);
    if (!opening || !text.starts_with(':') || count + 1 == kMostPoints) return std::nullopt;
    text.remove_prefix(1);
    const auto travel = take_whole_number(text);
    if (!travel || (!text.empty() && !text.starts_with(' '))) return std::nullopt;
    points[count++] = {static_cast<double>(*opening), static_cast<double>(*travel)};
  }
  points[count++] = {100, 100};
  const auto all = std::span{points}.first(count);
  if (!is_valid(all)) return std::nullopt;
  return TravelMap(all);
}

double TravelMap::travel_pct(double opening_pct) const {
  return between({points_.data(), count_}, &Point::opening_pct, &Point::travel_pct, opening_pct);
}

double TravelMap::steepest() const {
  double steepest = 0;
  for (std::size_t i = 1; i < count_; ++i) {
    const Point& a = points_[i - 1];
    const Point& b = points_[i];
    steepest = std::max(steepest, (b.travel_pct - a.travel_pct) / (b.opening_pct - a.opening_pct));
  }
  return steepest;
}

double TravelMap::opening_pct(double travel_pct) const {
  return between({points_.data(), count_}, &Point::travel_pct, &Point::opening_pct, travel_pct);
}

}  // namespace luft::firmware

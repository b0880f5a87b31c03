// From how far a window is open to where its actuator stands, and back. An arm that turns does not
// open a sash evenly: the first degrees do little, and the map says how much.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace luft::firmware {

class TravelMap {
 public:
  static constexpr std::size_t kMostPoints = 8;

  // One measured point: at `travel_pct` of the actuator's way the window is `opening_pct` open.
  struct Point {
    double opening_pct = 0;
    double travel_pct = 0;
  };

  // Even: travel is opening.
  TravelMap();
  // Straight between points. They rise strictly in both, from 0/0 to 100/100; is_valid() says.
  explicit TravelMap(std::span<const Point> points);
  [[nodiscard]] static bool is_valid(std::span<const Point> points);

  // The points between the ends, as a person writes them: "5:30 60:70" is 5 % open at 30 % of the
  // way and 60 % at 70 %. Whole percents; none: even. Empty when they are not valid.
  [[nodiscard]] static std::optional<TravelMap> from_text(std::string_view text);

  // Both take and give 0..100; what is beyond is held at the end.
  [[nodiscard]] double travel_pct(double opening_pct) const;
  [[nodiscard]] double opening_pct(double travel_pct) const;
  // The most travel for one of opening.
  [[nodiscard]] double steepest() const;

 private:
  std::array<Point, kMostPoints> points_{};
  std::size_t count_ = 0;
};

}  // namespace luft::firmware

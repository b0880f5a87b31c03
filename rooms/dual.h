// A number together with its slopes in a few directions: what runs on such numbers computes its own
// exact derivatives along the way (forward-mode differentiation; Wengert, CACM 7(8), 1964).
//
// Where a function has a kink (a thermostat's limit, the edge of a comfort band), the slope is that
// of the side taken.
#pragma once

#include <array>
#include <cmath>
#include <compare>
#include <cstddef>

namespace luft::rooms {

template <std::size_t Directions>
struct Dual {
  double value = 0;
  std::array<double, Directions> slopes{};

  constexpr Dual() = default;
  constexpr Dual(double constant) : value(constant) {}  // NOLINT: a constant is a dual number

  // The variable whose direction is `direction`.
  static constexpr Dual variable(double value, std::size_t direction) {
    Dual result(value);
    result.slopes[direction] = 1;
    return result;
  }

  // A function of this number: its value, and its derivative there.
  [[nodiscard]] constexpr Dual mapped(double result, double derivative) const {
    Dual dual(result);
    for (std::size_t i = 0; i < Directions; ++i) dual.slopes[i] = derivative * slopes[i];
    return dual;
  }

  friend constexpr Dual operator+(Dual a, const Dual& b) {
    a.value += b.value;
    for (std::size_t i = 0; i < Directions; ++i) a.slopes[i] += b.slopes[i];
    return a;
  }
  friend constexpr Dual operator-(Dual a, const Dual& b) {
    a.value -= b.value;
    for (std::size_t i = 0; i < Directions; ++i) a.slopes[i] -= b.slopes[i];
    return a;
  }
  friend constexpr Dual operator*(const Dual& a, const Dual& b) {
    Dual result(a.value * b.value);
    for (std::size_t i = 0; i < Directions; ++i) {
      result.slopes[i] = a.slopes[i] * b.value + a.value * b.slopes[i];
    }
    return result;
  }
  friend constexpr Dual operator/(const Dual& a, const Dual& b) {
    const double inverse = 1 / b.value;
    Dual result(a.value * inverse);
    for (std::size_t i = 0; i < Directions; ++i) {
      result.slopes[i] = (a.slopes[i] - result.value * b.slopes[i]) * inverse;
    }
    return result;
  }
  // With a plain number, which has no slopes to multiply out.
  friend constexpr Dual operator+(Dual a, double b) {
    a.value += b;
    return a;
  }
  friend constexpr Dual operator+(double a, Dual b) { return b + a; }
  friend constexpr Dual operator-(Dual a, double b) { return a + -b; }
  friend constexpr Dual operator-(double a, const Dual& b) { return b.mapped(a - b.value, -1); }
  friend constexpr Dual operator*(const Dual& a, double b) { return a.mapped(a.value * b, b); }
  friend constexpr Dual operator*(double a, const Dual& b) { return b * a; }
  friend constexpr Dual operator/(const Dual& a, double b) { return a * (1 / b); }

  Dual& operator+=(const Dual& other) { return *this = *this + other; }

  friend constexpr std::partial_ordering operator<=>(const Dual& a, const Dual& b) {
    return a.value <=> b.value;
  }
  friend constexpr bool operator==(const Dual& a, const Dual& b) { return a.value == b.value; }
};

inline double value_of(double number) {
  return number;
}
template <std::size_t Directions>
double value_of(const Dual<Directions>& number) {
  return number.value;
}

template <std::size_t Directions>
Dual<Directions> exp(const Dual<Directions>& x) {
  const double result = std::exp(x.value);
  return x.mapped(result, result);
}
template <std::size_t Directions>
Dual<Directions> log10(const Dual<Directions>& x) {
  return x.mapped(std::log10(x.value), 0.43429448190325182765 / x.value);  // log10(e)
}
template <std::size_t Directions>
Dual<Directions> sqrt(const Dual<Directions>& x) {
  const double result = std::sqrt(x.value);
  return x.mapped(result, 0.5 / result);
}
template <std::size_t Directions>
Dual<Directions> abs(const Dual<Directions>& x) {
  return x.value < 0 ? 0.0 - x : x;
}

}  // namespace luft::rooms

#include "contract/number.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <random>
#include <string>

namespace luft::contract {
namespace {

std::string formatted(double value) {
  NumberBuffer buffer;
  return std::string(format_number(value, buffer));
}

TEST(Number, FollowsTheGrammarOfJson) {
  for (const char* text :
       {"0", "-0", "1", "10", "-1.5", "0.5", "1e5", "1E+5", "1.25e-5", "123456789012345678901"}) {
    EXPECT_TRUE(parse_number(text).has_value()) << text;
  }
  for (const char* text :
       {"",     "-",  "+1",    "01",  "-01", "00", "1.",  ".5",  "-.5", "1e",  "1e+",
        "1.e5", "e5", "1e5.5", "0x1", "1 ",  " 1", "1,5", "nan", "inf", "--1", "1-"}) {
    EXPECT_FALSE(parse_number(text).has_value()) << text;
  }
}

TEST(Number, TellsWhereItEnds) {
  EXPECT_EQ(number_length("21.4,"), 4);
  EXPECT_EQ(number_length("-1e3]"), 4);
  EXPECT_EQ(number_length("0}"), 1);
  EXPECT_EQ(number_length("x"), 0);
}

TEST(Number, OfMoreThan63CharactersIsNone) {
  EXPECT_TRUE(parse_number("0." + std::string(61, '1')).has_value());
  EXPECT_FALSE(parse_number("0." + std::string(62, '1')).has_value());
}

TEST(Number, BeyondADoubleIsInfinite) {
  EXPECT_TRUE(std::isinf(*parse_number("1e999")));
  EXPECT_TRUE(std::isinf(*parse_number("-1e999")));
  EXPECT_EQ(parse_number("1e-999"), 0);
}

TEST(Number, IsWrittenAsAPersonWould) {
  EXPECT_EQ(formatted(21.4), "21.4");
  EXPECT_EQ(formatted(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(formatted(100), "100");
  EXPECT_EQ(formatted(-0.0), "0");
  EXPECT_EQ(formatted(0.05), "0.05");
  EXPECT_EQ(formatted(9007199254740991), "9007199254740991");
}

TEST(Number, ReadsBackEqualWhateverItIs) {
  using Limits = std::numeric_limits<double>;
  for (const double value :
       {Limits::max(), Limits::lowest(), Limits::min(), Limits::denorm_min(), Limits::epsilon()}) {
    EXPECT_EQ(parse_number(formatted(value)), value);
  }
  std::mt19937_64 random(3);
  for (int round = 0; round < 100'000; ++round) {
    const auto value = std::bit_cast<double>(random());
    if (std::isfinite(value)) {
      ASSERT_EQ(parse_number(formatted(value)), value);
    }
  }
}

TEST(Number, OfASensorIsWrittenWithTheDigitsItHas) {
  for (int tenths = -4'000; tenths <= 14'000; ++tenths) {
    const double value = tenths / 10.0;
    std::string expected = std::to_string(std::abs(tenths) / 10);
    if (tenths % 10 != 0) expected += "." + std::to_string(std::abs(tenths) % 10);
    if (tenths < 0) expected.insert(0, 1, '-');
    EXPECT_EQ(formatted(value), expected);
  }
}

// As the C library writes it, which takes several times as long.
TEST(Number, OfFewDecimalsIsWrittenLikeAnyOther) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 100'000; ++round) {
    const double decimals = std::pow(10, random() % 8);
    const double value = (static_cast<double>(random() % 2'000'000'000'000) - 1e12) / decimals;
    char expected[32];
    if (std::abs(value) < 1e-3) continue;  // the C library turns to exponents
    (void)std::snprintf(expected, sizeof expected, "%.15g", value);
    ASSERT_EQ(formatted(value), expected);
  }
  EXPECT_EQ(formatted(-0.5), "-0.5");
  EXPECT_EQ(formatted(0.000001), "0.000001");
  EXPECT_EQ(formatted(999'999'999.999999), "999999999.999999");
  EXPECT_EQ(formatted(-1e9), "-1000000000");
  EXPECT_EQ(formatted(0.1234567), "0.1234567");
}

TEST(Number, ThatIsNotFiniteStopsTheProgram) {
  NumberBuffer buffer;
  EXPECT_DEATH((void)format_number(std::nan(""), buffer), "finite");
  EXPECT_DEATH((void)format_number(std::numeric_limits<double>::infinity(), buffer), "finite");
}

TEST(Number, IsTrimmedOfTheWhiteSpaceOfJsonOnly) {
  EXPECT_EQ(trimmed(" \t\r\n21.4 \n"), "21.4");
  EXPECT_EQ(trimmed("\v21.4"), "\v21.4");
  EXPECT_EQ(trimmed("  "), "");
  EXPECT_EQ(trimmed(""), "");
}

}  // namespace
}  // namespace luft::contract

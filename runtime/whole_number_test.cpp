#include "runtime/whole_number.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>

namespace luft::runtime {
namespace {

using nlohmann::json;

TEST(WholeNumber, IsWhatTheTextSaysUpToTheTypesLimits) {
  EXPECT_EQ(whole_number<std::uint64_t>(json::parse("18446744073709551615")), UINT64_MAX);
  EXPECT_EQ(whole_number<std::int64_t>(json::parse("-9223372036854775808")), INT64_MIN);
  EXPECT_EQ(whole_number<int>(json::parse("0")), 0);
}

TEST(WholeNumber, RefusesWhatTheTypeCannotHold) {
  EXPECT_THROW((void)whole_number<int>(json::parse("6e65")), json::type_error);
  EXPECT_THROW((void)whole_number<int>(json::parse("2147483648")), json::type_error);
  EXPECT_THROW((void)whole_number<std::uint64_t>(json::parse("-1")), json::type_error);
  EXPECT_THROW((void)whole_number<std::int64_t>(json::parse("1.5")), json::type_error);
  EXPECT_THROW((void)whole_number<int>(json::parse("\"1\"")), json::type_error);
}

}  // namespace
}  // namespace luft::runtime

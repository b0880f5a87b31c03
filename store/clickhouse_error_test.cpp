#include "store/clickhouse_error.h"

#include <gtest/gtest.h>

namespace luft::store {
namespace {

using Kind = ClickHouseErrorKind;

TEST(ClickHouseError, IsToldByItsCodeBeforeItsStatus) {
  EXPECT_EQ(make_error(500, 241, "").kind, Kind::overloaded);
  EXPECT_EQ(make_error(500, 252, "").kind, Kind::overloaded);
  EXPECT_EQ(make_error(500, 700, "").kind, Kind::refused);
  EXPECT_EQ(make_error(403, 516, "").kind, Kind::refused);
  EXPECT_EQ(make_error(400, 62, "").kind, Kind::bad_request);
  EXPECT_EQ(make_error(500, 159, "").kind, Kind::timeout);
}

TEST(ClickHouseError, IsToldByItsStatusWhenTheCodeIsUnknown) {
  EXPECT_EQ(make_error(404, 0, "").kind, Kind::bad_request);
  EXPECT_EQ(make_error(401, 0, "").kind, Kind::refused);
  EXPECT_EQ(make_error(503, 0, "").kind, Kind::overloaded);
  EXPECT_EQ(make_error(502, 0, "").kind, Kind::server_error);
  EXPECT_EQ(make_error(500, 49, "").kind, Kind::server_error);
}

TEST(ClickHouseError, KeepsTheFirstLineOfALongText) {
  EXPECT_EQ(make_error(500, 1, "Code: 1. What happened\nStack trace").message,
            "Code: 1. What happened");
  EXPECT_EQ(make_error(500, 1, std::string(5'000, 'x')).message.size(),
            ClickHouseError::kMaxMessageLength);
  EXPECT_EQ(make_error(502, 0, "").message, "HTTP status 502");
}

TEST(ClickHouseError, MayPassByItselfUnlessSomebodyMustChangeSomething) {
  EXPECT_TRUE(is_retryable(Kind::unreachable));
  EXPECT_TRUE(is_retryable(Kind::timeout));
  EXPECT_TRUE(is_retryable(Kind::overloaded));
  EXPECT_TRUE(is_retryable(Kind::server_error));
  EXPECT_FALSE(is_retryable(Kind::refused));
  EXPECT_FALSE(is_retryable(Kind::bad_request));
}

}  // namespace
}  // namespace luft::store

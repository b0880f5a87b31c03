#include "hub/api/guard.h"

#include <gtest/gtest.h>

namespace luft::hub::api {
namespace {

class GuardTest : public testing::Test {
 protected:
  int status(const GuardedRequest& request) {
    const auto problem = guard.refuses(request);
    return problem ? problem->status : 200;
  }
  Guard guard{{"Luft.home"}};
};

TEST_F(GuardTest, LetsLoopbackAddressesAndConfiguredNamesPass) {
  for (const auto* host : {"localhost:8080", "127.0.0.1:8080", "127.0.0.1", "[::1]:8080",
                           "luft.home:8080", "LUFT.HOME", "192.168.1.20:8080", "[fd00::20]:80"}) {
    EXPECT_EQ(status({.method = "GET", .host = host, .origin = {}, .content_type = {}}), 200)
        << host;
  }
}

TEST_F(GuardTest, RefusesABodyWithoutALengthWhateverIsAsked) {
  for (const auto* method : {"GET", "POST"}) {
    EXPECT_EQ(status({.method = method,
                      .host = "localhost",
                      .origin = {},
                      .content_type = "application/json",
                      .transfer_encoding = "chunked"}),
              411)
        << method;
  }
}

TEST_F(GuardTest, RefusesAHostThatIsNotOurs) {
  for (const auto* host : {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "", "[",
                           "localhost.evil.example", "1.2.3.4.evil.example", "2130706433",
                           "[evil.example]", "luft.home.evil.example"}) {
    EXPECT_EQ(status({.method = "GET", .host = host, .origin = {}, .content_type = {}}), 421)
        << host;
  }
}

TEST_F(GuardTest, RefusesAPostFromAnotherSite) {
  const auto post = [&](std::string_view origin) {
    return status({.method = "POST",
                   .host = "localhost:8080",
                   .origin = origin,
                   .content_type = "application/json"});
  };
  EXPECT_EQ(post("https://evil.example"), 403);
  EXPECT_EQ(post("http://localhost:9999"), 403);
  EXPECT_EQ(post("null"), 403);
  EXPECT_EQ(post("http://localhost:8080"), 200);
  EXPECT_EQ(post(""), 200);  // not a browser
}

TEST_F(GuardTest, APostMustBeJson) {
  const auto post = [&](std::string_view type) {
    return status({.method = "POST", .host = "localhost", .origin = {}, .content_type = type});
  };
  EXPECT_EQ(post("application/json"), 200);
  EXPECT_EQ(post("application/json; charset=utf-8"), 200);
  EXPECT_EQ(post("text/plain"), 415);
  EXPECT_EQ(post(""), 415);
}

}  // namespace
}  // namespace luft::hub::api

#include "hub/api/password.h"

#include <gtest/gtest.h>

namespace luft::hub::api {
namespace {

using namespace std::chrono_literals;

class PasswordCheckTest : public testing::Test {
 protected:
  int status(std::string_view authorization, const std::string& address = "192.0.2.7") {
    const auto problem = check.refuses(authorization, address, now);
    return problem ? problem->status : 200;
  }
  PasswordCheck check{"open sesame"};
  SteadyTime now{1h};
};

constexpr auto kBasic = "Basic bHVmdDpvcGVuIHNlc2FtZQ==";  // luft:open sesame
constexpr auto kNoName = "basic Om9wZW4gc2VzYW1l";         // :open sesame
constexpr auto kWrong = "Basic bHVmdDpvcGVuIHNlc2FtZSE=";  // luft:open sesame!
constexpr auto kNoColon = "Basic b3BlbiBzZXNhbWU=";        // open sesame
constexpr auto kNothing = "Basic Og==";                    // :

TEST_F(PasswordCheckTest, TakesItFromABrowserWhateverTheNameAndFromAScript) {
  EXPECT_EQ(status(kBasic), 200);
  EXPECT_EQ(status(kNoName), 200);
  EXPECT_EQ(status("Bearer open sesame"), 200);
}

TEST_F(PasswordCheckTest, RefusesEverythingElse) {
  for (const auto* header : {"", kWrong, kNoColon, kNothing, "Bearer open", "Bearer ", "Bearer",
                             "open sesame", "Basic %%%", "Digest open sesame"}) {
    EXPECT_EQ(status(header, header), 401) << header;
  }
  EXPECT_EQ(status("Bearer " + std::string(100'000, 'x')), 401);
}

TEST_F(PasswordCheckTest, IsDeafForAWhileToAnAddressThatGuesses) {
  for (int i = 0; i < PasswordCheck::kMaxFailures; ++i) EXPECT_EQ(status(kWrong), 401);
  EXPECT_EQ(status(kWrong), 429);
  EXPECT_EQ(status(kBasic), 429);  // else guessing on would pay
  EXPECT_EQ(status(kBasic, "192.0.2.8"), 200);
  now += PasswordCheck::kFailuresCountFor;
  EXPECT_EQ(status(kBasic), 200);
}

TEST_F(PasswordCheckTest, DoesNotCountABrowserThatHasNotAskedItsUserYet) {
  for (int i = 0; i < 5 * PasswordCheck::kMaxFailures; ++i) EXPECT_EQ(status(""), 401);
  EXPECT_EQ(status(kBasic), 200);
}

TEST_F(PasswordCheckTest, RemembersABoundedNumberOfAddresses) {
  for (std::size_t i = 0; i < 2 * PasswordCheck::kMaxAddresses; ++i) {
    (void)status(kWrong, "2001:db8::" + std::to_string(i));
  }
  EXPECT_EQ(status(kWrong, "198.51.100.1"), 429);  // counted together with the other strangers
  now += PasswordCheck::kFailuresCountFor;
  EXPECT_EQ(status(kBasic, "198.51.100.1"), 200);
}

}  // namespace
}  // namespace luft::hub::api

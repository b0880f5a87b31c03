#include "firmware/core/button.h"

#include <gtest/gtest.h>

#include <vector>

namespace luft::firmware {
namespace {

using Wish = Button::Wish;
using std::chrono::seconds;

class ButtonTest : public ::testing::Test {
 protected:
  void hold(ButtonLevel level, Uptime time) {
    for (const Uptime end = now_ + time; now_ < end; now_ += Uptime{20}) {
      const Wish wish = button_.on_tick(level, now_);
      if (wish != Wish::none) wishes.push_back(wish);
    }
  }
  std::vector<Wish> wishes;

 private:
  Button button_;
  Uptime now_{};
};

TEST_F(ButtonTest, DoesNothingWhenPressedShortly) {
  hold(ButtonLevel::up, seconds{1});
  hold(ButtonLevel::down, seconds{4});
  hold(ButtonLevel::up, seconds{1});
  EXPECT_TRUE(wishes.empty());
}

TEST_F(ButtonTest, OpensThePageWhenHeldForFiveSeconds) {
  hold(ButtonLevel::up, seconds{1});
  hold(ButtonLevel::down, seconds{6});
  EXPECT_TRUE(wishes.empty()) << "it may still become a reset";
  hold(ButtonLevel::up, seconds{1});
  EXPECT_EQ(wishes, std::vector{Wish::setup_page});
}

TEST_F(ButtonTest, ForgetsOnceWhenHeldForFifteenSecondsAndOpensNoPageThen) {
  hold(ButtonLevel::up, seconds{1});
  hold(ButtonLevel::down, seconds{60});
  hold(ButtonLevel::up, seconds{1});
  EXPECT_EQ(wishes, std::vector{Wish::factory_reset});
}

TEST_F(ButtonTest, IgnoresOneThatIsDownFromTheStart) {
  hold(ButtonLevel::down, seconds{60});
  hold(ButtonLevel::up, seconds{1});
  EXPECT_TRUE(wishes.empty());
}

TEST_F(ButtonTest, StartsAnewWhenTheContactBounces) {
  hold(ButtonLevel::up, seconds{1});
  for (int i = 0; i < 10; ++i) {
    hold(ButtonLevel::down, seconds{3});
    hold(ButtonLevel::up, Uptime{20});
  }
  EXPECT_TRUE(wishes.empty());
}

}  // namespace
}  // namespace luft::firmware

#include "hub/airing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* kBack = "AUTO";

class HousePauseTest : public ::testing::Test {
 protected:
  // The window says where it stands and how long it is held.
  void say(std::string_view id, std::uint32_t hold_s, double target_pct = 40) {
    const auto number = devices.find_or_register(contract::DeviceId::cut(id), now.wall).number;
    Window window;
    window.state.target_pct = target_pct;
    window.state.hold_s = hold_s;
    window.time = now.wall;
    devices.change(number).window = std::make_shared<const Window>(window);
  }
  void set_online(std::string_view id, bool online) {
    devices.change(*devices.find(contract::DeviceId::cut(id))).online = online;
  }
  std::vector<std::string> set(Airing airing) {
    std::vector<Publication> told;
    windows = pause.set(airing, "api", devices, now, told);
    return texts(told);
  }
  std::vector<std::string> tick(std::chrono::seconds later = 1s) {
    now = now + later;
    std::vector<Publication> told;
    pause.tick(devices, now, told);
    return texts(told);
  }
  static std::vector<std::string> texts(const std::vector<Publication>& told) {
    std::vector<std::string> all;
    for (const auto& each : told)
      all.push_back(std::string{each.topic.view()} + " " + each.payload);
    return all;
  }
  static std::string held(std::string_view id, int hold_s, int position = 40) {
    return "window/" + std::string{id} + R"(/set {"position":)" + std::to_string(position) +
           R"(,"hold_s":)" + std::to_string(hold_s) + "}";
  }
  static std::string given_back(std::string_view id) {
    return "window/" + std::string{id} + "/set " + kBack;
  }
  // Everybody does as told at once.
  void pause_all() {
    set(Airing::paused);
    for (const auto& device : devices.all()) {
      if (device.window) say(device.id.view(), left_s());
    }
  }
  std::uint32_t left_s() {
    return static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(pause.now()->until - now.wall).count());
  }

  static constexpr int kWeek_s = 604'800;
  Moment now{.wall = SystemTime{1'790'000'000'000ms}, .steady = SteadyTime{100h}};
  Registry devices{{}};
  HousePause pause;
  std::size_t windows = 0;
};

TEST_F(HousePauseTest, HoldsEachWindowWhereItIsGoingAndSaysWhoAndSinceWhen) {
  EXPECT_EQ(pause.now(), nullptr);
  say("kitchen", 0);
  devices.find_or_register(contract::DeviceId::cut("thermometer"), now.wall);
  EXPECT_THAT(set(Airing::paused), ElementsAre(held("kitchen", kWeek_s)));
  EXPECT_EQ(windows, 1U);
  ASSERT_TRUE(pause.now());
  EXPECT_EQ(pause.now()->since, now.wall);
  EXPECT_EQ(pause.now()->until, now.wall + HousePause::kLongest);
  EXPECT_EQ(pause.now()->by, "api");
}

TEST_F(HousePauseTest, IsNoneWhereAPersonOnlyHoldsTheirOneWindow) {
  say("kitchen", 3'600);
  EXPECT_THAT(tick(), IsEmpty());
  EXPECT_EQ(pause.now(), nullptr);
}

TEST_F(HousePauseTest, HoldsWindowsThatComeLaterUntilTheSameEnd) {
  say("kitchen", 0);
  say("attic", 0);
  set_online("attic", false);
  pause_all();
  now = now + 3'600s;
  say("attic", 0);
  EXPECT_THAT(tick(0s), IsEmpty());
  set_online("attic", true);
  say("cellar", 0, 10);
  EXPECT_THAT(tick(0s), UnorderedElementsAre(held("attic", kWeek_s - 3'600),
                                             held("cellar", kWeek_s - 3'600, 10)));
  EXPECT_TRUE(pause.now());
}

TEST_F(HousePauseTest, LeavesAPersonsHoldAloneAndTakesOverWhenItEnds) {
  say("kitchen", 600, 80);
  EXPECT_THAT(set(Airing::paused), IsEmpty());
  EXPECT_THAT(tick(594s), IsEmpty());
  EXPECT_THAT(tick(1s), ElementsAre(held("kitchen", kWeek_s - 595, 80)));
}

TEST_F(HousePauseTest, GivesBackOnlyWhatItHeldItself) {
  say("kitchen", 0);
  say("attic", 86'400, 80);
  pause_all();
  say("attic", 86'400, 80);
  EXPECT_THAT(set(Airing::on), ElementsAre(given_back("kitchen")));
  EXPECT_EQ(windows, 1U);
  EXPECT_EQ(pause.now(), nullptr);
  say("kitchen", 0);
  EXPECT_THAT(tick(), IsEmpty());
}

TEST_F(HousePauseTest, GivesBackAWindowThatHasNotSaidYetThatItIsHeld) {
  say("kitchen", 0);
  set(Airing::paused);
  EXPECT_THAT(set(Airing::on), ElementsAre(given_back("kitchen")));
}

TEST_F(HousePauseTest, GivesBackAWindowThatWasAwayOnceItReturns) {
  say("kitchen", 0);
  pause_all();
  set_online("kitchen", false);
  EXPECT_THAT(set(Airing::on), IsEmpty());
  EXPECT_EQ(windows, 1U);
  tick(3'600s);
  set_online("kitchen", true);
  EXPECT_THAT(tick(), ElementsAre(given_back("kitchen")));
  EXPECT_THAT(tick(14s), IsEmpty()) << "it has a while to follow";
  EXPECT_THAT(tick(1s), ElementsAre(given_back("kitchen")));
  EXPECT_THAT(tick(15s), IsEmpty());
  EXPECT_THAT(tick(15s), ElementsAre(given_back("kitchen")));
  say("kitchen", 7'200);  // a person's, since
  EXPECT_THAT(tick(60s), IsEmpty());
}

TEST_F(HousePauseTest, IsKeptOverARestart) {
  say("kitchen", 0);
  say("attic", 0);
  pause_all();
  EXPECT_TRUE(pause.has_changes());
  HousePause next;
  ASSERT_TRUE(next.restore(pause.take_kept()));
  EXPECT_FALSE(pause.has_changes());
  ASSERT_TRUE(next.now());
  EXPECT_EQ(next.now()->since, pause.now()->since);
  EXPECT_EQ(next.now()->until, pause.now()->until);
  EXPECT_EQ(next.now()->by, "api");
  set_online("attic", false);
  set(Airing::on);
  HousePause after;
  ASSERT_TRUE(after.restore(pause.take_kept()));
  EXPECT_EQ(after.now(), nullptr);
  set_online("attic", true);
  std::vector<Publication> told;
  say("kitchen", 0);
  after.tick(devices, now, told);
  EXPECT_THAT(texts(told), ElementsAre(given_back("attic")));
}

TEST_F(HousePauseTest, IsNoneWhereWhatWasKeptIsDamaged) {
  for (const auto* kept : {"", "[]", R"({"until_ms":"x"})", R"({"owed":5})"}) {
    EXPECT_FALSE(HousePause{}.restore(kept)) << kept;
  }
}

TEST_F(HousePauseTest, EndsByItselfAfterAWeek) {
  say("kitchen", 0);
  pause_all();
  EXPECT_THAT(tick(std::chrono::seconds{kWeek_s}), IsEmpty());
  EXPECT_EQ(pause.now(), nullptr);
  EXPECT_TRUE(pause.has_changes());
}

TEST_F(HousePauseTest, ToPauseAgainTellsAllOnceMoreAndChangesNoEnd) {
  say("kitchen", 0);
  set(Airing::paused);
  EXPECT_THAT(tick(), IsEmpty());
  EXPECT_THAT(set(Airing::paused), ElementsAre(held("kitchen", kWeek_s - 1)));
}

}  // namespace
}  // namespace luft::hub

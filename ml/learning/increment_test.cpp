// Learning from people who know what they like, and from people who do not.
#include "ml/learning/increment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "ml/model/artifact.h"
#include "rooms/chance.h"

namespace luft::ml {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kDay = 86'400'000;
constexpr std::uint64_t kNow = 1'700'000'000'000;
constexpr auto kVersion = "1.0.0";

// Rooms of all kinds, the same for the same number.
contract::InferenceRequest room(std::uint64_t number) {
  rooms::Chance chance(rooms::mix(number));
  contract::InferenceRequest request;
  request.temp_c = chance.between(19, 28);
  request.humidity_pct = chance.between(35, 65);
  request.volume_dba = chance.between(30, 60);
  request.outdoor_temp_c = chance.between(5, 22);
  request.position_pct = 0;
  return request;
}

class Learning : public ::testing::Test {
 protected:
  // How far open the model with this taste stands in that room.
  double position(const contract::InferenceRequest& in, const Taste& taste) {
    return predictor.decide(Question{.request = in, .taste = taste}).position_pct;
  }
  double position(const contract::InferenceRequest& in) { return position(in, Taste{}); }

  // Somebody who wants every window further open than the model.
  auto wider() {
    return [this](const contract::InferenceRequest& in, std::size_t) {
      return std::min(100.0, position(in) + 40);
    };
  }

  // Somebody who wants what the model would do in a room two degrees warmer.
  auto cooler() {
    return [this](contract::InferenceRequest in, std::size_t) {
      in.temp_c += 2;
      return position(in);
    };
  }

  // `count` wishes a day of someone who wants what `wanted` says of a room.
  template <typename Wanted>
  std::vector<Wish> wishes_of(const std::string& device, std::size_t count, const Wanted& wanted) {
    std::vector<Wish> wishes;
    for (std::size_t i = 0; i < count; ++i) {
      auto in = room(rooms::mix(i) ^ device.size());
      in.position_pct = position(in);  // before the hand, it stood where the model wanted it
      wishes.push_back({.id = std::to_string(i),
                        .device = device,
                        .time_ms = kNow - (count - i) * kDay / 4,
                        .position_pct = wanted(in, i),
                        .room = in});
    }
    return wishes;
  }
  // How far from what somebody wants the model stands with this taste, over rooms it never heard
  // of.
  template <typename Wanted>
  double distance_from(const Wanted& wanted, const Taste& taste) {
    double sum = 0;
    for (std::uint64_t i = 0; i < 100; ++i) {
      const auto in = room(9'000 + i);
      sum += std::abs(position(in, taste) - wanted(in, 0));
    }
    return sum;
  }
  TasteBook learned_from(const std::vector<Wish>& wishes, const TasteBook& before = {},
                         std::uint64_t now = kNow) {
    return learn(before, wishes, {.predictor = predictor, .version = kVersion}, now);
  }

  Predictor predictor{load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value()};
};

TEST_F(Learning, FollowsSomeoneWhoWantsItFurtherOpenTheMoreTheMoreOftenTheySaySo) {
  const auto distance_after = [this](std::size_t wishes) {
    const auto book = learned_from(wishes_of("kitchen", wishes, wider()));
    EXPECT_EQ(book.events.back().what, "taken up") << book.events.back().reason;
    return distance_from(wider(), book.tastes.at("kitchen").taste);
  };
  const double without = distance_from(wider(), {});
  const double after_a_dozen = distance_after(12);
  EXPECT_LT(after_a_dozen, 0.8 * without);
  EXPECT_LT(distance_after(96), 0.8 * after_a_dozen);
}

TEST_F(Learning, FindsThatSomeoneLikesItCoolerOnlyWhereThatMatters) {
  const auto book = learned_from(wishes_of("bedroom", 24, cooler()));
  ASSERT_TRUE(book.tastes.contains("bedroom")) << book.events.back().reason;
  EXPECT_LT(distance_from(cooler(), book.tastes.at("bedroom").taste),
            0.8 * distance_from(cooler(), {}));
}

TEST_F(Learning, DoesNotTakeWhatATasteHasMovedAlreadyForWhatPeopleWantedLess) {
  auto wishes = wishes_of("kitchen", 24, cooler());
  auto book = learned_from(wishes);
  const Taste at_first = book.tastes.at("kitchen").taste;
  for (std::size_t i = 0; i < 96; ++i) {  // four a day
    auto in = room(rooms::mix(500 + i));
    in.position_pct = position(in, book.tastes.at("kitchen").taste);
    wishes.push_back({.id = std::to_string(100 + i),
                      .device = "kitchen",
                      .time_ms = kNow + i * kDay / 4,
                      .position_pct = cooler()(in, i),
                      .room = in});
    if (i % 4 == 3) book = learned_from(wishes, book, wishes.back().time_ms);
  }
  ASSERT_TRUE(book.tastes.contains("kitchen")) << book.events.back().reason;
  EXPECT_LT(book.tastes.at("kitchen").taste.warmer_k, at_first.warmer_k);
}

TEST_F(Learning, HearsEachWishBesideTheTasteThatWasInForceThen) {
  const auto wishes = wishes_of("kitchen", 24, cooler());
  const Taste taste{.warmer_k = -1};
  TasteBook book{.model = kVersion, .tastes = {}, .former = {}, .forgotten = {}, .events = {}};
  book.tastes["kitchen"] = {.taste = taste};
  const auto under_it = learned_from(wishes, book).tastes.at("kitchen").taste;
  EXPECT_NE(under_it, learned_from(wishes).tastes.at("kitchen").taste);

  book.tastes["kitchen"] = {.taste = {.warmer_k = -0.2}};
  book.former["kitchen"] = {{.from_ms = 0, .until_ms = kNow, .taste = taste}};
  const auto later = learned_from(wishes, book);
  EXPECT_EQ(later.tastes.at("kitchen").taste, under_it);
  ASSERT_EQ(later.former.at("kitchen").size(), 2U);
  EXPECT_EQ(later.former.at("kitchen")[1].from_ms, kNow);
  EXPECT_EQ(later.former.at("kitchen")[1].taste.warmer_k, -0.2);
}

TEST_F(Learning, TakesASecondHandWithinAHoldAgainstTheModelNotAgainstTheFirst) {
  auto wishes = wishes_of("kitchen", 24, wider());
  for (auto& wish : wishes) {  // first thrown open, then set to what was wanted
    wish.room.position_pct = 100;
    wish.room.hold_s = 7'000;
  }
  const auto book = learned_from(wishes);
  ASSERT_TRUE(book.tastes.contains("kitchen")) << book.events.back().reason;
  EXPECT_LT(distance_from(wider(), book.tastes.at("kitchen").taste), distance_from(wider(), {}));
}

TEST_F(Learning, LeavesOtherRoomsAsTheyWere) {
  auto wishes = wishes_of("kitchen", 12, wider());
  const auto agreeing =
      wishes_of("attic", 6, [this](const auto& in, std::size_t) { return position(in); });
  wishes.insert(wishes.end(), agreeing.begin(), agreeing.end());
  const auto book = learned_from(wishes);
  EXPECT_TRUE(book.tastes.contains("kitchen"));
  EXPECT_FALSE(book.tastes.contains("attic"));
}

TEST_F(Learning, IsNotMovedForLongByWhoeverOverridesAtRandom) {
  std::size_t nights = 0;
  std::size_t taken = 0;
  for (std::uint64_t person = 0; person < 10; ++person) {
    const auto wishes = wishes_of("hall", 40, [person](const auto&, std::size_t i) {
      rooms::Chance chance(rooms::mix(person * 1'000 + i));
      return kPositionsPct[static_cast<std::size_t>(chance.between(0, kPositionCount))];
    });
    TasteBook book;
    for (std::size_t seen = 4; seen <= wishes.size(); seen += 4) {  // ten nights
      const std::vector<Wish> so_far(wishes.begin(), wishes.begin() + static_cast<long>(seen));
      book = learned_from(so_far, book, so_far.back().time_ms + 1);
      ++nights;
      taken += book.tastes.size();
    }
    EXPECT_TRUE(book.tastes.empty()) << person;
  }
  EXPECT_LE(taken, nights / 20);
}

TEST_F(Learning, KeepsATasteBackUntilThereIsEvidenceAndSaysSo) {
  const auto book = learned_from(
      wishes_of("kitchen", 3, [this](const auto& in, std::size_t) { return position(in); }));
  EXPECT_TRUE(book.tastes.empty());
  EXPECT_EQ(book.events.back().what, "kept back");
  EXPECT_THAT(book.events.back().reason, HasSubstr("against chance"));
}

TEST_F(Learning, TakesATasteAwayWhenPeopleOverrideMoreUnderIt) {
  TasteBook book;
  book.model = kVersion;
  book.tastes["kitchen"] = {.taste = {.fresh = 2}, .since_ms = kNow - 2 * kDay};
  std::vector<Wish> wishes;
  for (std::uint64_t i = 0; i < 2; ++i) {  // before
    wishes.push_back({.id = "a",
                      .device = "kitchen",
                      .time_ms = kNow - (4 + i) * kDay,
                      .position_pct = 50,
                      .room = room(i)});
  }
  for (std::uint64_t i = 0; i < 8; ++i) {  // under it
    wishes.push_back({.id = "b",
                      .device = "kitchen",
                      .time_ms = kNow - (i + 1) * kDay / 5,
                      .position_pct = 0,
                      .room = room(i)});
  }
  const auto after = learned_from(wishes, book);
  EXPECT_TRUE(after.tastes.empty());
  EXPECT_EQ(after.events.back().what, "taken away");
  EXPECT_THAT(after.events.back().reason, HasSubstr("8 wishes in 2.0 days"));
  EXPECT_TRUE(learned_from(wishes, after, kNow + kDay).tastes.empty()) << "these wishes are past";
}

TEST_F(Learning, IsNotTakenForARiseThatAHomeIsYoung) {
  std::vector<Wish> wishes;
  for (std::uint64_t i = 0; i < 24; ++i) {  // two a day, for two days and then for ten
    wishes.push_back({.id = "a",
                      .device = "kitchen",
                      .time_ms = kNow - (24 - i) * kDay / 2,
                      .position_pct = 50,
                      .room = room(i)});
  }
  const std::uint64_t taken_up = kNow - 10 * kDay;
  EXPECT_FALSE(is_clearly_more(overrides_between(taken_up, kNow, wishes),
                               overrides_before(taken_up, wishes)));
}

TEST_F(Learning, ForgetsTastesThatLeantOnAnotherModel) {
  TasteBook book;
  book.model = "0.9.0";
  book.tastes["kitchen"] = {.taste = {.fresh = 2}, .since_ms = kNow - kDay};
  EXPECT_TRUE(learned_from({}, book).tastes.empty());
}

TEST_F(Learning, IsTheSameFromTheSameWishes) {
  const auto wishes = wishes_of("kitchen", 12, wider());
  EXPECT_EQ(learned_from(wishes).tastes.at("kitchen").taste,
            learned_from(wishes).tastes.at("kitchen").taste);
}

TEST(Overrides, AreClearlyMoreOnlyBeyondChance) {
  EXPECT_TRUE(is_clearly_more({.count = 10, .days = 2}, {.count = 7, .days = 7}));
  EXPECT_FALSE(is_clearly_more({.count = 3, .days = 2}, {.count = 7, .days = 7}));
  EXPECT_FALSE(is_clearly_more({.count = 4, .days = 1}, {.count = 0, .days = 7})) << "too few";
  EXPECT_FALSE(is_clearly_more({.count = 9, .days = 0.5}, {.count = 0, .days = 7})) << "too soon";
  EXPECT_FALSE(is_clearly_more({.count = 70, .days = 7}, {.count = 70, .days = 7}));
}

}  // namespace
}  // namespace luft::ml

// A night's learning against a hub that answers over HTTP.
#include "ml/learning/learn_from_people.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <filesystem>
#include <thread>

#include "ml/learning/taste_file.h"
#include "ml/learning/wish_source.h"
#include "ml/model/artifact.h"
#include "ml/model/place.h"
#include "ml/versions/versions.h"
#include "runtime/file.h"
#include "runtime/testing/temp_folder.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::uint64_t kDay = 86'400'000;
constexpr std::uint64_t kNow = 1'700'000'000'000;
const std::string kShipped = std::string(LUFT_SOURCE_DIR) + "/ml/default_model";

std::string example(int number, std::uint64_t time_ms, double position) {
  return fmt::format(
      R"({{"id":"{:08}","time_ms":{},"device":"kitchen","asked_by":"page","position":{},)"
      R"("hold_s":3600,"inputs":{{"temp":{},"humidity":50,"volume":40,"outdoor_temp":12}}}})"
      "\n",
      number, time_ms, position, 22 + 0.1 * (number % 5));
}

// The route of the hub's that matters here, pages and all.
class ExamplesServer {
 public:
  ExamplesServer() {
    server_.Get("/api/v1/examples", [this](const httplib::Request& request,
                                           httplib::Response& response) {
      if (!password.empty() && request.get_header_value("Authorization") != "Bearer " + password) {
        response.status = 401;
        return;
      }
      const auto limit = std::min<std::size_t>(std::stoul(request.get_param_value("limit")), 4);
      std::string page;
      std::size_t count = 0;
      for (const auto& line : lines) {
        if (line.substr(7, 8) <= request.get_param_value("cursor")) continue;
        page += line;
        if (++count == limit) break;
      }
      if (count == limit) response.set_header("Link", "<next>; rel=\"next\"");
      response.set_content(page, "application/x-ndjson");
    });
    port = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();  // else stop() would not end it
  }
  ~ExamplesServer() {
    server_.stop();
    thread_.join();
  }

  std::vector<std::string> lines;
  std::string password;
  int port = 0;

 private:
  httplib::Server server_;
  std::thread thread_;
};

class NightOfLearning : public ::testing::Test {
 protected:
  NightOfLearning() {
    settings.data = temp.path();
    settings.http.port = static_cast<std::uint16_t>(hub.port);
    Model model = load_model(kShipped).value();
    for (const char* version : {"1.0.0", "1.1.0"}) {
      model.version = version;
      EXPECT_TRUE(save_model(model, models_folder(settings) + "/" + version));
    }
    EXPECT_TRUE(versions().use("1.0.0", "a test", kNow - 30 * kDay));
  }
  Versions versions() { return {models_folder(settings), kShipped}; }
  LearningReport learn(std::uint64_t now) {
    const auto report = learn_from_people(settings, now);
    EXPECT_TRUE(report) << report.error();
    return report.value_or(LearningReport{});
  }

  runtime::testing::TempFolder temp;
  ExamplesServer hub;
  runtime::Settings settings;
};

TEST_F(NightOfLearning, LeavesTastesForTheModelInForceAndKeepsWhatTheyCameFrom) {
  for (int i = 0; i < 24; ++i) hub.lines.push_back(example(i, kNow - (30 - i) * kDay / 8, 50));
  const auto first = learn(kNow);
  EXPECT_EQ(first.new_wishes, 24U);
  EXPECT_EQ(first.tastes, 1U);
  EXPECT_EQ(first.within_interval, 0U);                   // the model would not have opened so far
  EXPECT_NEAR(first.overrides_per_day, 24 / 3.75, 1e-9);  // since the first of them
  EXPECT_EQ(first.events.front().what, "taken up") << first.events.front().reason;
  const auto book = load_tastes(taste_file(settings)).value();
  EXPECT_EQ(book.model, "1.0.0");
  EXPECT_TRUE(book.tastes.contains("kitchen"));

  hub.lines.push_back(example(24, kNow + kDay, 50));
  const auto second = learn(kNow + 2 * kDay);
  EXPECT_EQ(second.new_wishes, 1U);
  EXPECT_EQ(second.kept_wishes, 25U);
}

TEST_F(NightOfLearning, ChangesNothingWhenTheHubDoesNotAnswer) {
  settings.http.port = 1;
  EXPECT_THAT(learn_from_people(settings, kNow).error(), HasSubstr("does not answer"));
  EXPECT_FALSE(fs::exists(taste_file(settings)));
}

TEST_F(NightOfLearning, BringsTheHubsPassword) {
  hub.password = "open sesame";
  EXPECT_THAT(learn_from_people(settings, kNow).error(), HasSubstr("401"));
  settings.http.password_file = temp.write("password", "open sesame\n");
  EXPECT_TRUE(learn_from_people(settings, kNow));
}

TEST_F(NightOfLearning, GoesBackToTheVersionBeforeWhenPeopleOverrideMore) {
  ASSERT_TRUE(versions().use("1.1.0", "a test", kNow - 2 * kDay));
  for (int i = 0; i < 3; ++i) hub.lines.push_back(example(i, kNow - (8 - i) * kDay, 50));
  for (int i = 3; i < 15; ++i) hub.lines.push_back(example(i, kNow - (15 - i) * kDay / 7, 0));
  const auto report = learn(kNow);
  ASSERT_TRUE(report.rolled_back);
  EXPECT_THAT(*report.rolled_back, HasSubstr("1.0.0: people override it more: 12 times"));
  EXPECT_EQ(versions().in_force(), "1.0.0");
  EXPECT_FALSE(learn(kNow + 1).rolled_back);
}

TEST_F(NightOfLearning, GoesBackAlsoWhenACandidateWasKeptBackMeanwhile) {
  ASSERT_TRUE(versions().use("1.1.0", "a test", kNow - 2 * kDay));
  ASSERT_FALSE(versions().use_if_better("1.0.0", kNow - kDay));
  ASSERT_EQ(versions().history().back().event, VersionEvent::kept_back);
  for (int i = 0; i < 3; ++i) hub.lines.push_back(example(i, kNow - (8 - i) * kDay, 50));
  for (int i = 3; i < 15; ++i) hub.lines.push_back(example(i, kNow - (15 - i) * kDay / 7, 0));
  EXPECT_TRUE(learn(kNow).rolled_back);
}

TEST_F(NightOfLearning, DoesNotGoBackInAYoungHomeWhosePeopleOverrideAsBefore) {
  ASSERT_TRUE(versions().use("1.1.0", "a test", kNow - 4 * kDay));
  for (int i = 0; i < 12; ++i) hub.lines.push_back(example(i, kNow - (12 - i) * kDay / 2, 50));
  EXPECT_FALSE(learn(kNow).rolled_back) << "two a day, for two days and for four";
}

TEST_F(NightOfLearning, DoesNotGoBackWhenPeopleOverrideAsBefore) {
  ASSERT_TRUE(versions().use("1.1.0", "a test", kNow - 2 * kDay));
  for (int i = 0; i < 18; ++i) hub.lines.push_back(example(i, kNow - (18 - i) * kDay / 2, 50));
  EXPECT_FALSE(learn(kNow).rolled_back);
  EXPECT_EQ(versions().in_force(), "1.1.0");
}

TEST(KeptWishes, AreTheNewestOfEachDevice) {
  std::vector<Wish> before;
  for (std::size_t i = 0; i < kMostKeptOfADevice + 50; ++i) {
    before.push_back({.id = std::to_string(i), .device = "kitchen", .room = {}});
  }
  const auto kept = kept_wishes(before, {{.id = "new", .device = "attic", .room = {}}});
  ASSERT_EQ(kept.size(), kMostKeptOfADevice + 1);
  EXPECT_EQ(kept.front().id, "50");
  EXPECT_EQ(kept.back().id, "new");
}

}  // namespace
}  // namespace luft::ml

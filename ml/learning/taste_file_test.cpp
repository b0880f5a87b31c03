// Tastes on disk: what was written comes back, and what was damaged is refused.
#include "ml/learning/taste_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <string>

#include "contract/limits.h"
#include "contract/topics.h"
#include "ml/model/sha256.h"

namespace luft::ml {
namespace {

using ::testing::HasSubstr;

TasteBook some_book() {
  TasteBook book{
      .model = "1.2.3", .tastes = {}, .former = {}, .forgotten = {{"attic", 5}}, .events = {}};
  book.tastes["kitchen"] = {.taste = {.quiet = 1.5, .fresh = -2.25, .warm = 1.0 / 3, .wider = 0.5},
                            .since_ms = 7,
                            .wishes = 5};
  book.former["kitchen"] = {{.from_ms = 3, .until_ms = 6, .taste = {.warmer_k = -0.5}}};
  book.events.push_back({7, "kitchen", "taken up", "foretells 5 wishes"});
  return book;
}

TEST(TasteFile, ComesBackAsItWasWritten) {
  const auto read = read_tastes(write_tastes(some_book()));
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->model, "1.2.3");
  EXPECT_EQ(read->tastes.at("kitchen").taste, some_book().tastes.at("kitchen").taste);
  EXPECT_EQ(read->tastes.at("kitchen").since_ms, 7U);
  EXPECT_EQ(read->tastes.at("kitchen").wishes, 5U);
  ASSERT_EQ(read->former.at("kitchen").size(), 1U);
  EXPECT_EQ(read->former.at("kitchen")[0].taste, Taste{.warmer_k = -0.5});
  EXPECT_EQ(read->former.at("kitchen")[0].from_ms, 3U);
  EXPECT_EQ(read->former.at("kitchen")[0].until_ms, 6U);
  EXPECT_EQ(read->forgotten.at("attic"), 5U);
  EXPECT_EQ(read->events.front().reason, "foretells 5 wishes");
}

TEST(TasteFile, IsRefusedWhenItEndsEarlyAnywhere) {
  const std::string text = write_tastes(some_book());
  for (std::size_t length = 0; length + 2 < text.size(); ++length) {
    ASSERT_FALSE(read_tastes(text.substr(0, length))) << length;
  }
}

TEST(TasteFile, IsRefusedWhenANumberWasChanged) {
  std::string text = write_tastes(some_book());
  text.replace(text.find("-2.25"), 5, "-2.26");
  EXPECT_THAT(read_tastes(text).error(), HasSubstr("SHA-256"));
}

TEST(TasteFile, IsRefusedWhenATasteIsNoNumberOrBeyondAllThatIsLearned) {
  TasteBook book = some_book();
  book.tastes["kitchen"].taste.warmer_k = 1e9;
  EXPECT_THAT(read_tastes(write_tastes(book)).error(), HasSubstr("kitchen"));
  book.tastes["kitchen"].taste.warmer_k = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(read_tastes(write_tastes(book)));
  book = some_book();
  book.former["kitchen"].front().taste.quiet = -1e9;
  EXPECT_THAT(read_tastes(write_tastes(book)).error(), HasSubstr("kitchen"));
}

// As a file of before, which did not say how many.
TEST(TasteFile, MayLackHowManyWishesATasteWasLearnedFrom) {
  std::string body = R"({"format":"taste-2","model":"1.2.3","tastes":{"kitchen":)"
                     R"({"own":[1.0,0.0,0.0,0.0,0.0,0.0],"since_ms":7}},"forgotten":{},)"
                     R"("events":[]})";
  const std::string text = R"({"sha256":")" + sha256_hex(body) + R"(","body":)" + body + "}\n";
  const auto read = read_tastes(text);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->tastes.at("kitchen").wishes, 0U);
}

TEST(TasteFile, IsToldWithTheModelToTwoDigitsAndWithoutZeros) {
  EXPECT_EQ(with_tastes(R"({"version":"1.2.3"})", some_book()),
            R"({"version":"1.2.3","tastes":[{"device":"kitchen","wishes":5,"since_ms":7,)"
            R"("quiet":1.5,"fresh":-2.25,"warm":0.33,"wider":0.5}]})");
  EXPECT_EQ(with_tastes(R"({"version":"1.2.3"})", {}), R"({"version":"1.2.3"})");
}

TEST(TasteFile, IsToldAsTheGoldenExampleSays) {
  std::ifstream file(LUFT_SOURCE_DIR "/contract/golden/ml_model/valid/example.json");
  std::string golden;
  ASSERT_TRUE(std::getline(file, golden));
  TasteBook book{.model = "1.2.0", .tastes = {}, .former = {}, .forgotten = {}, .events = {}};
  book.tastes["bedroom"] = {
      .taste = {.warmer_k = -0.8, .wider = 0.6}, .since_ms = 1'762'905'600'000, .wishes = 6};
  EXPECT_EQ(with_tastes(golden.substr(0, golden.find(",\"tastes\"")) + "}", book), golden);
}

TEST(TasteFile, IsToldOnlyAsFarAsAMessageHasRoom) {
  TasteBook book = some_book();
  for (int i = 0; i < 1000; ++i) {
    book.tastes["room-" + std::to_string(i)] = book.tastes.at("kitchen");
  }
  const auto told = with_tastes(R"({"version":"1.2.3"})", book);
  EXPECT_LE(told.size(), contract::info(contract::TopicKind::ml_model).max_payload_bytes);
  EXPECT_GT(told.size(), contract::kMaxVersionsBytes - 200);
}

TEST(TasteFile, ThatIsNotThereIsAnEmptyBook) {
  EXPECT_TRUE(load_tastes("/nowhere/tastes.json").value().tastes.empty());
}

}  // namespace
}  // namespace luft::ml

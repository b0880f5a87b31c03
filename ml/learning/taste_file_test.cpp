// Tastes on disk: what was written comes back, and what was damaged is refused.
#include "ml/learning/taste_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace luft::ml {
namespace {

using ::testing::HasSubstr;

TasteBook some_book() {
  TasteBook book{.model = "1.2.3", .tastes = {}, .forgotten = {{"attic", 5}}, .events = {}};
  book.tastes["kitchen"] = {.taste = {.quiet = 1.5, .fresh = -2.25, .warm = 1.0 / 3},
                            .since_ms = 7};
  book.events.push_back({7, "kitchen", "taken up", "foretells 5 wishes"});
  return book;
}

TEST(TasteFile, ComesBackAsItWasWritten) {
  const auto read = read_tastes(write_tastes(some_book()));
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->model, "1.2.3");
  EXPECT_EQ(read->tastes.at("kitchen").taste, some_book().tastes.at("kitchen").taste);
  EXPECT_EQ(read->tastes.at("kitchen").since_ms, 7U);
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
}

TEST(TasteFile, ThatIsNotThereIsAnEmptyBook) {
  EXPECT_TRUE(load_tastes("/nowhere/tastes.json").value().tastes.empty());
}

}  // namespace
}  // namespace luft::ml

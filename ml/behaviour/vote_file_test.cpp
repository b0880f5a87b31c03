// Survey files: what is understood, and how what is not is named.
#include "ml/behaviour/vote_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <cmath>
#include <filesystem>

namespace luft::ml {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Votes read(std::string_view text) {
  Votes votes;
  const auto result = read_votes(text, "survey.csv", votes);
  EXPECT_TRUE(result) << result.error();
  return votes;
}

std::string error_of(std::string_view text) {
  Votes votes;
  const auto result = read_votes(text, "survey.csv", votes);
  EXPECT_FALSE(result);
  return result ? "" : result.error();
}

TEST(VoteFile, ReadsWhatAWindowWasLikeAndWhatWasMeasuredThen) {
  const auto votes = read(
      "city,cooling_type,temp_c,rh_pct,outdoor_temp_c,window_open\n"
      "Lyon,mixed mode,24.5,40,12,1\n"
      "Graz,naturally ventilated,21,,-3,0\n");
  ASSERT_EQ(votes.rows.size(), 2U);
  EXPECT_THAT(votes.cities, ElementsAre("Lyon", "Graz"));
  EXPECT_TRUE(votes.rows[0].open);
  EXPECT_EQ(at(votes.rows[0].measured, Quantity::temp_c), 24.5);
  EXPECT_EQ(at(votes.rows[0].measured, Quantity::can_be_cooled), 1);
  EXPECT_EQ(at(votes.rows[1].measured, Quantity::can_be_cooled), 0);
  EXPECT_EQ(at(votes.rows[1].measured, Quantity::outdoor_temp_c), -3);
  EXPECT_TRUE(std::isnan(at(votes.rows[1].measured, Quantity::humidity_pct)));
  EXPECT_FALSE(votes.rows[1].open);
}

TEST(VoteFile, NeedsNoMoreThanTemperatureAndState) {
  const auto votes = read("\xEF\xBB\xBF Temperature ,OPEN\r\n21,0\r\n\r\n30,1.0\r\n");
  ASSERT_EQ(votes.rows.size(), 2U);
  EXPECT_THAT(votes.cities, ElementsAre("survey.csv"));
  EXPECT_TRUE(std::isnan(at(votes.rows[0].measured, Quantity::outdoor_temp_c)));
}

TEST(VoteFile, TakesTheDaysMeanWhereNothingCloserIsKnownOfTheOutdoors) {
  const auto votes = read(
      "temp_c,outdoor_temp_daily_mean_c,outdoor_temp_c,open\n"
      "21,5,9,0\n21,5,,0\n21,,,0\n");
  EXPECT_EQ(at(votes.rows[0].measured, Quantity::outdoor_temp_c), 9);
  EXPECT_EQ(at(votes.rows[1].measured, Quantity::outdoor_temp_c), 5);
  EXPECT_TRUE(std::isnan(at(votes.rows[2].measured, Quantity::outdoor_temp_c)));
}

TEST(VoteFile, TakesWhatCannotBeAsNotMeasured) {
  const auto votes = read("temp_c,rh_pct,open\n21,180,0\n999,NA,1\n");
  EXPECT_TRUE(std::isnan(at(votes.rows[0].measured, Quantity::humidity_pct)));
  EXPECT_TRUE(std::isnan(at(votes.rows[1].measured, Quantity::temp_c)));
}

TEST(VoteFile, LeavesOutRowsWithoutALabelOrMarkedAsNotToBeScored) {
  const auto votes = read("temp_c,open,is_core\n21,,1\n22,1,0\n23,1,1\n");
  EXPECT_EQ(votes.rows.size(), 1U);
  EXPECT_EQ(votes.left_out, 2U);
}

TEST(VoteFile, ReadsQuotedCells) {
  const auto votes = read("city,temp_c,open\n\"Rome, \"\"old town\"\"\",21,0\n");
  EXPECT_THAT(votes.cities, ElementsAre("Rome, \"old town\""));
}

TEST(VoteFile, NamesTheCitiesOfSeveralFilesAlike) {
  Votes votes;
  ASSERT_TRUE(read_votes("city,temp_c,open\nLyon,21,0\n", "a.csv", votes));
  ASSERT_TRUE(read_votes("city,temp_c,open\nGraz,21,0\nLyon,22,1\n", "b.csv", votes));
  EXPECT_THAT(votes.cities, ElementsAre("Lyon", "Graz"));
  EXPECT_EQ(votes.rows[2].city, 0U);
}

TEST(VoteFile, NamesFileAndLineOfWhatItCannotRead) {
  EXPECT_THAT(error_of("temp_c,open\n21,0\nwarm,1\n"),
              AllOf(HasSubstr("survey.csv:3:"), HasSubstr("\"warm\"")));
  EXPECT_THAT(error_of("temp_c,open\n21,2\n"),
              AllOf(HasSubstr("survey.csv:2:"), HasSubstr("not 0 (closed) or 1 (open)")));
  EXPECT_THAT(error_of("temp_c,open\n21\n"),
              AllOf(HasSubstr("survey.csv:2:"), HasSubstr("1 cells where the header has 2")));
}

TEST(VoteFile, NamesTheColumnsThatAreMissing) {
  EXPECT_THAT(error_of("temp_c,rh_pct\n21,40\n"),
              AllOf(HasSubstr("survey.csv:1:"), HasSubstr("window_open")));
  EXPECT_THAT(error_of("rh_pct,open\n40,1\n"),
              AllOf(HasSubstr("survey.csv:1:"), HasSubstr("temp_c")));
  EXPECT_THAT(error_of(""), HasSubstr("survey.csv:1:"));
}

class GzipVoteFile : public ::testing::Test {
 protected:
  GzipVoteFile() {
    const gzFile file = gzopen(path.c_str(), "wb");
    gzputs(file, "temp_c,open\n");
    for (int i = 0; i < 5000; ++i) gzprintf(file, "%d,%d\n", i % 30, i % 2);
    gzclose(file);
  }
  ~GzipVoteFile() override { std::filesystem::remove(path); }

  std::string path = testing::TempDir() + "votes-" + std::to_string(getpid()) + ".csv.gz";
  Votes votes;
};

TEST_F(GzipVoteFile, IsReadAsIfItWereNotCompressed) {
  ASSERT_TRUE(read_vote_file(path, votes));
  EXPECT_EQ(votes.rows.size(), 5000U);
}

TEST_F(GzipVoteFile, IsRefusedWhenItsEndIsMissing) {
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  const auto result = read_vote_file(path, votes);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error(), HasSubstr(path));
}

TEST(VoteFile, NamesAFileThatIsNotThere) {
  Votes votes;
  EXPECT_THAT(read_vote_file("/nowhere/votes.csv", votes).error(),
              HasSubstr("/nowhere/votes.csv: No such file"));
}

}  // namespace
}  // namespace luft::ml

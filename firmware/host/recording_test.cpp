#include "firmware/host/recording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "contract/device.h"
#include "runtime/testing/temp_folder.h"

namespace luft::firmware::host {
namespace {

using contract::Metric;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RecordingTest : public ::testing::Test {
 protected:
  std::expected<Recording, std::string> read(std::string_view text) const {
    return read_recording(folder_.write("climate.csv", text), "home", *TimeZone::use("UTC"));
  }
  runtime::testing::TempFolder folder_;
};

TEST_F(RecordingTest, MakesOneDeviceOfAFileWithoutRooms) {
  const auto recording = read("time,temp_c,rh_pct,co2_ppm\n2016-01-11T17:00:00,21.5,40,812\n");
  ASSERT_TRUE(recording) << recording.error();
  ASSERT_EQ(recording->devices.size(), 1U);
  EXPECT_EQ(recording->devices[0].id, "home");
  EXPECT_EQ(recording->reading_count(), 3U);
  EXPECT_EQ(recording->devices[0].readings[2].metric, Metric::co2);
  EXPECT_EQ(recording->devices[0].readings[2].value, 812);
  EXPECT_EQ(recording->devices[0].readings[2].time_ms, 1'452'531'600'000);
}

TEST_F(RecordingTest, MakesADeviceOfEachRoomAndPutsItsReadingsInOrder) {
  const auto recording = read(
      "timestamp_local,room_id,temp_c\n"
      "2016-01-11T18:00:00,Living Room,21\n2016-01-11T17:00:00,Living Room,20\n"
      "2016-01-11T17:00:00,bath,24\n");
  ASSERT_TRUE(recording) << recording.error();
  ASSERT_EQ(recording->devices.size(), 2U);
  EXPECT_EQ(recording->devices[0].id, "home-living-room");
  EXPECT_EQ(recording->devices[1].id, "home-bath");
  EXPECT_EQ(recording->devices[0].readings[0].value, 20);
}

TEST_F(RecordingTest, GivesTheWeatherADeviceOfItsOwnBesideARoom) {
  const auto recording =
      read("time,temp_c,outdoor_temp_c,wind_speed_m_s\n2016-01-11T17:00:00,21,6,7\n");
  ASSERT_TRUE(recording) << recording.error();
  ASSERT_EQ(recording->devices.size(), 2U);
  EXPECT_EQ(recording->devices[1].id, "home-outdoor");
  EXPECT_EQ(recording->devices[1].sensors,
            contract::sensor_bit(Metric::temperature) | contract::sensor_bit(Metric::wind_speed));
}

TEST_F(RecordingTest, TakesAWeatherFileAsOneDeviceConvertsUnitsAndNamesWhatItIgnores) {
  const auto recording = read(
      "timestamp_local,outdoor_temp_c,pressure_mmhg,dew_point_c\n2016-01-11T17:00:00,6,733.5,5."
      "3\n");
  ASSERT_TRUE(recording) << recording.error();
  ASSERT_EQ(recording->devices.size(), 1U);
  EXPECT_EQ(recording->devices[0].id, "home");
  EXPECT_NEAR(recording->devices[0].readings[1].value, 977.92, 0.01);
  EXPECT_THAT(recording->ignored_columns, ElementsAre("dew_point_c"));
}

TEST_F(RecordingTest, SkipsAndExplainsRowsThatCannotBeRead) {
  const auto recording = read(
      "time,temp_c\n2016-01-11T17:00:00,21\nyesterday,21\n2016-01-11T17:30:00\n"
      "2016-02-30T17:30:00,20\n2016-01-11T17:40:00,22\n");
  ASSERT_TRUE(recording) << recording.error();
  EXPECT_EQ(recording->rows, 5U);
  EXPECT_EQ(recording->skipped_rows, 3U);
  EXPECT_EQ(recording->reading_count(), 2U);
  ASSERT_EQ(recording->first_skipped.size(), 3U);
  EXPECT_EQ(recording->first_skipped[0].line, 3U);
  EXPECT_THAT(recording->first_skipped[0].why, HasSubstr("not a time"));
  EXPECT_THAT(recording->first_skipped[1].why, HasSubstr("1 columns where the header has 2"));
  EXPECT_THAT(recording->first_skipped[2].why, HasSubstr("not a day of the calendar"));
}

TEST_F(RecordingTest, SkipsOnlyTheCellThatCannotBeRead) {
  const auto recording = read(
      "time,temp_c,rh_pct,co2_ppm\n2016-01-11T17:00:00,21,100.1,812\n"
      "2016-01-11T17:10:00,warm,41,813\n2016-01-11T17:20:00,400,inf,814\n");
  ASSERT_TRUE(recording) << recording.error();
  EXPECT_EQ(recording->skipped_rows, 0U);
  EXPECT_EQ(recording->skipped_cells, 4U);
  EXPECT_EQ(recording->reading_count(), 5U);
  EXPECT_FALSE(recording->is_whole());
  ASSERT_EQ(recording->first_skipped.size(), 4U);
  EXPECT_EQ(recording->first_skipped[0].line, 2U);
  EXPECT_EQ(recording->first_skipped[0].why, "humidity 100.1 is not between 0 and 100 %");
  EXPECT_EQ(recording->first_skipped[1].why, "temperature \"warm\" is not a number");
  EXPECT_THAT(recording->first_skipped[2].why, HasSubstr("not between -40 and 85"));
}

TEST_F(RecordingTest, KnowsTheCommonNamesOfATimeColumn) {
  for (const char* name :
       {"time", "Timestamp", "datetime", "date", "created_at", "timestamp_utc", " epoch "}) {
    const auto recording = read(std::string(name) + ",temp_c\n2016-01-11 17:00:00,21\n");
    ASSERT_TRUE(recording) << name << ": " << recording.error();
    EXPECT_EQ(recording->devices.at(0).readings.at(0).time_ms, 1'452'531'600'000) << name;
  }
}

TEST_F(RecordingTest, TakesUnixTimesInSecondsAndMilliseconds) {
  const auto recording = read(
      "timestamp,temp_c\n1452531600,21\n1452531600.250,22\n1452531600500,23\n20160111,24\n"
      "14525316005000,25\n");
  ASSERT_TRUE(recording) << recording.error();
  EXPECT_EQ(recording->skipped_rows, 2U) << "neither a day nor microseconds";
  const auto& readings = recording->devices.at(0).readings;
  ASSERT_EQ(readings.size(), 3U);
  EXPECT_EQ(readings[0].time_ms, 1'452'531'600'000);
  EXPECT_EQ(readings[1].time_ms, 1'452'531'600'250);
  EXPECT_EQ(readings[2].time_ms, 1'452'531'600'500);
}

TEST_F(RecordingTest, TakesAColumnThatSaysUtcAsUtcWhateverTheZone) {
  const auto brussels = TimeZone::use("Europe/Brussels");
  ASSERT_TRUE(brussels) << brussels.error();
  const auto recording =
      read_recording(folder_.write("climate.csv",
                                   "timestamp_local,timestamp_utc,temp_c\n"
                                   "2016-01-11T18:00:00,2016-01-11T17:00:00,21\n"),
                     "home", *brussels);
  ASSERT_TRUE(recording) << recording.error();
  EXPECT_EQ(recording->devices.at(0).readings.at(0).time_ms, 1'452'531'600'000);
  EXPECT_THAT(recording->ignored_columns, ElementsAre("timestamp_local"));
}

TEST_F(RecordingTest, TakesAnEmptyCellAsNoReading) {
  const auto recording = read("time,temp_c,rh_pct\n2016-01-11T17:00:00,,40\n");
  ASSERT_TRUE(recording);
  EXPECT_EQ(recording->skipped_rows, 0U);
  EXPECT_EQ(recording->reading_count(), 1U);
}

TEST_F(RecordingTest, UnderstandsQuotesCarriageReturnsAndAByteOrderMark) {
  const auto recording =
      read("\xEF\xBB\xBFtime,room_id,temp_c\r\n\"2016-01-11 17:00\",\"bath\",\"21.5\"\r\n");
  ASSERT_TRUE(recording) << recording.error();
  EXPECT_EQ(recording->devices.at(0).id, "home-bath");
}

TEST_F(RecordingTest, SaysWhatAFileNeeds) {
  EXPECT_THAT(read("").error(), HasSubstr("is empty"));
  EXPECT_THAT(read("temp_c\n21\n").error(), HasSubstr("no time column"));
  EXPECT_THAT(read("time,noise\n").error(), HasSubstr("known ones are temp_c"));
  EXPECT_THAT(read_recording("/no/such.csv", "home", *TimeZone::use("UTC")).error(),
              HasSubstr("/no/such.csv: No such file"));
}

TEST_F(RecordingTest, RefusesARoomThatMakesNoDeviceId) {
  const auto recording = read(
      "time,room_id,temp_c\n2016-01-11T17:00:00,caf\xC3\xA9,21\n"
      "2016-01-11T17:00:00,a-room-with-a-name-beyond-all-limits,21\n");
  ASSERT_TRUE(recording);
  EXPECT_EQ(recording->skipped_rows, 2U);
  EXPECT_THAT(recording->first_skipped[0].why, HasSubstr("is no device id"));
}

TEST_F(RecordingTest, ReadsGzipAndNoticesWhenItIsCut) {
  std::string text = "time,temp_c\n";
  for (int i = 0; i < 5'000; ++i) {
    text += "2016-01-11T17:00:00," + std::to_string(10 + i * 7919 % 2000 * 0.01) + "\n";
  }
  const std::string path = folder_.file("climate.csv.gz");
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  const auto whole = read_recording(path, "home", *TimeZone::use("UTC"));
  ASSERT_TRUE(whole) << whole.error();
  EXPECT_EQ(whole->rows, 5'000U);
  ASSERT_EQ(truncate(path.c_str(), 5'000), 0);
  EXPECT_FALSE(read_recording(path, "home", *TimeZone::use("UTC")));
}

TEST(TimeZoneTest, ReadsLocalTimesOfSummerAndWinter) {
  const auto brussels = TimeZone::use("Europe/Brussels");
  ASSERT_TRUE(brussels) << brussels.error();
  EXPECT_EQ(brussels->parse("2016-01-11T17:00:00"), 1'452'528'000'000);
  EXPECT_EQ(brussels->parse("2016-07-11 17:00"), 1'468'249'200'000);
}

TEST(TimeZoneTest, LetsAnOffsetInTheTimeItselfWin) {
  const auto brussels = TimeZone::use("Europe/Brussels");
  EXPECT_EQ(brussels->parse("2016-01-11T17:00:00Z"), 1'452'531'600'000);
  EXPECT_EQ(brussels->parse("2016-01-11T17:00:00.250+05:30"), 1'452'511'800'250);
  EXPECT_EQ(brussels->parse("2016-01-11T17:00:00-0800"), 1'452'560'400'000);
}

TEST(TimeZoneTest, NamesAZoneThatIsNotThere) {
  for (const char* name : {"Mars/Olympus", "", "../../etc/passwd", "/etc/passwd", "Europe"}) {
    EXPECT_THAT(TimeZone::use(name).error(), HasSubstr("names are like Europe/Brussels"));
  }
}

TEST(TimeZoneTest, RefusesWhatIsNoTime) {
  const auto utc = TimeZone::use("UTC");
  for (const char* text :
       {"", "2016", "2016-13-01T00:00:00", "2016-01-01T25:00:00", "2016-01-01T00:00:00 and more",
        "2016-01-01T00:00:0", "+016-01-01T00:00", "2016-01-11T17:00+", "2016-01-11T17:00-",
        "2016-01-11T-0:00", "-000-01-11T00:00", "2016-01-11T17:00+99:99", "-00000000",
        "-145253160"}) {
    EXPECT_FALSE(utc->parse(text)) << text;
  }
}

}  // namespace
}  // namespace luft::firmware::host

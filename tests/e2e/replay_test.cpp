// A recorded day becomes exactly as many rows as it has readings, at their own times.
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

class ReplayTest : public testing::Test {
 protected:
  void SetUp() override {
    installation_.start_luft({"up"});
    ASSERT_TRUE(installation_.becomes_ready()) << installation_.said();
  }

  // Waits until as many rows are stored as expected, and a little longer for one too many.
  void expect_rows(const std::string& expected) {
    EXPECT_TRUE(eventually(seconds(60), [&] { return rows() == expected; }))
        << rows() << " rows instead of " << expected;
    EXPECT_TRUE(installation_.luft({"verify"}).status.success());
    EXPECT_EQ(rows(), expected);
  }
  std::string rows() { return installation_.sql("SELECT count() FROM luft.readings"); }

  Installation installation_;
};

TEST_F(ReplayTest, StoresEachReadingOfAFileAtItsOwnTime) {
  std::ofstream(installation_.file("day.csv")) << "time,temp_c,rh_pct,co2_ppm\n"
                                                  "2024-05-01 00:00:00,20.5,45,600\n"
                                                  "2024-05-01 00:10:00,20.7,,610\n"
                                                  "2024-05-01 00:20:00,20.9,46,620\n";
  const auto replay = installation_.luft(
      {"replay", installation_.file("day.csv"), "--device", "lab", "--speed", "max"});
  ASSERT_TRUE(replay.status.success()) << replay.out << replay.err;
  expect_rows("8");
  EXPECT_EQ(installation_.sql("SELECT toUnixTimestamp(time), value FROM luft.readings "
                              "WHERE metric = 'temperature' ORDER BY time"),
            "1714521600\t20.5\n1714522200\t20.7\n1714522800\t20.9");
  const auto again = installation_.luft(
      {"replay", installation_.file("day.csv"), "--device", "lab", "--speed", "max"});
  ASSERT_TRUE(again.status.success()) << again.out << again.err;
  expect_rows("8");
}

TEST(ReplayWithPasswords, SpeaksForAllRoomsOfAFile) {
  Installation installation;
  installation.set("LUFT_MQTT_BIND", "0.0.0.0");
  installation.start_luft({"up"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  std::ofstream(installation.file("house.csv")) << "timestamp_utc,room_id,temp_c\n"
                                                   "1714521600,kitchen,20.5\n"
                                                   "1714521600000,bath,23.5\n";
  const auto replay = installation.luft(
      {"replay", installation.file("house.csv"), "--device", "house", "--speed", "max"});
  EXPECT_TRUE(replay.status.success()) << replay.out << replay.err;
  EXPECT_TRUE(eventually(seconds(60), [&] {
    return installation.sql(
               "SELECT device, value, toUnixTimestamp(time) FROM luft.readings "
               "ORDER BY device") ==
           "house-bath\t23.5\t1714521600\nhouse-kitchen\t20.5\t1714521600";
  }));
}

// The second day of a gzipped CSV, which unlike the first is whole, and how many readings it holds.
struct Day {
  std::string csv;
  int readings = 0;
};

Day second_day(const fs::path& file) {
  Day day;
  std::string first_date;
  std::string date;
  char line[4096];
  gzFile in = gzopen(file.c_str(), "rb");
  while (in != nullptr && gzgets(in, line, sizeof line) != nullptr) {
    const std::string row = line;
    if (day.csv.empty()) {
      day.csv = row;
      continue;
    }
    if (first_date.empty()) first_date = row.substr(0, 10);
    if (date.empty() && row.substr(0, 10) != first_date) date = row.substr(0, 10);
    if (date.empty() || row.substr(0, 10) != date) continue;
    day.csv += row;
    std::istringstream cells(row.substr(0, row.find_last_not_of("\r\n") + 1));
    std::string cell;
    std::getline(cells, cell, ',');  // time
    std::getline(cells, cell, ',');  // room
    while (std::getline(cells, cell, ',')) day.readings += cell.empty() ? 0 : 1;
  }
  if (in != nullptr) gzclose(in);
  return day;
}

TEST_F(ReplayTest, StoresARecordedDayOfAHouse) {
  const fs::path recorded =
      fs::path(LUFT_SOURCE_DIR) / "../shared/data/indoor_climate/belgian_house_rooms_10min.csv.gz";
  if (!fs::exists(recorded)) GTEST_SKIP() << "no recorded data beside the project";
  const Day day = second_day(recorded);
  ASSERT_GT(day.readings, 1000);
  std::ofstream(installation_.file("house.csv")) << day.csv;
  const auto replay = installation_.luft(
      {"replay", installation_.file("house.csv"), "--device", "house", "--speed", "max"});
  ASSERT_TRUE(replay.status.success()) << replay.out << replay.err;
  expect_rows(std::to_string(day.readings));
}

}  // namespace
}  // namespace luft::tests

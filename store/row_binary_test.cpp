#include "store/row_binary.h"

#include <gtest/gtest.h>

#include "store/tables.h"

namespace luft::store {
namespace {

using std::chrono::milliseconds;
using namespace std::string_literals;

template <class T>
std::string encoded(const T& value) {
  std::string bytes;
  append_row_binary(bytes, value);
  return bytes;
}

// From ClickHouse's description of the format.
TEST(RowBinary, WritesTheBytesThatClickHouseDescribes) {
  EXPECT_EQ(encoded(std::uint64_t{258}), "\2\1\0\0\0\0\0\0"s);
  EXPECT_EQ(encoded(1.0), "\0\0\0\0\0\0\xf0\x3f"s);
  EXPECT_EQ(encoded(TimeMs(milliseconds(-1))), std::string(8, '\xff'));
  EXPECT_EQ(encoded(std::string_view("abc")), "\3abc");
  EXPECT_EQ(encoded(std::optional<std::uint8_t>()), "\1"s);
  EXPECT_EQ(encoded(std::optional<std::uint8_t>(7)), "\0\7"s);
  EXPECT_EQ(encoded(std::vector<std::string>{"a", ""}), "\2\1a\0"s);
  EXPECT_EQ(encoded(std::map<std::string, std::string>{{"k", "v"}}), "\1\1k\1v");
  EXPECT_EQ(encoded(TimeSource::clock), "\2");
}

TEST(RowBinary, WritesLengthsBeyondSevenBitsInGroups) {
  EXPECT_EQ(encoded(std::string_view(std::string(300, 'x'))).substr(0, 2), "\xac\2");
}

DeviceRow device_row() {
  DeviceRow row;
  row.device = "kitchen";
  row.labels = {{"floor", "1"}, {"wing", std::string(200, 'w')}};
  row.capabilities = {"temperature", "window"};
  row.registered_at = TimeMs(milliseconds(1'700'000'000'123));
  return row;
}

TEST(RowBinary, ReadsWhatItWrote) {
  Batch<DeviceRow> batch;
  batch.add(device_row());
  RowBinaryReader reader(batch.bytes());
  DeviceRow row;
  ASSERT_TRUE(read_row(reader, row));
  EXPECT_TRUE(reader.at_end());
  EXPECT_EQ(row.device, "kitchen");
  EXPECT_EQ(row.labels, device_row().labels);
  EXPECT_EQ(row.capabilities, device_row().capabilities);
  EXPECT_EQ(row.registered_at, device_row().registered_at);
}

TEST(RowBinary, RefusesEveryRowThatEndsEarly) {
  Batch<DeviceRow> batch;
  batch.add(device_row());
  for (std::size_t length = 0; length < batch.bytes().size(); ++length) {
    RowBinaryReader reader(batch.bytes().substr(0, length));
    DeviceRow row;
    EXPECT_FALSE(read_row(reader, row)) << "of " << length << " bytes";
  }
}

TEST(RowBinary, RefusesALengthThatNeverEnds) {
  const std::string bytes(20, '\xff');
  RowBinaryReader reader(bytes);
  std::string_view text;
  EXPECT_FALSE(reader.read(text));
}

TEST(Batch, NamesTheColumnsInTheOrderOfTheirBytes) {
  EXPECT_EQ(column_list<ReadingRow>(),
            "device, metric, time, received, value, boot, seq, time_source");
}

TEST(Batch, IsEmptyAfterClearing) {
  Batch<DeviceRow> batch;
  batch.add(device_row());
  EXPECT_EQ(batch.rows(), 1U);
  batch.clear();
  EXPECT_TRUE(batch.empty());
  EXPECT_TRUE(batch.bytes().empty());
}

}  // namespace
}  // namespace luft::store

#include "contract/topics.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "contract/limits.h"
#include "contract/topic_purposes.h"

namespace luft::contract {
namespace {

using Row = std::vector<std::string>;

std::vector<Row> rows_of(const std::string& file) {
  std::ifstream table(LUFT_SOURCE_DIR "/contract/golden/topic/" + file);
  std::vector<Row> rows;
  std::string line;
  std::getline(table, line);  // the heading
  while (std::getline(table, line)) {
    Row row;
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, '\t');) row.push_back(field);
    row.resize(4);
    rows.push_back(row);
  }
  return rows;
}

Topic example_of(TopicKind kind) {
  const bool has_device = info(kind).pattern.find("{id}") != std::string_view::npos;
  Topic topic{.kind = kind};
  if (has_device) topic.device = *parse_device_id("kitchen");
  if (kind == TopicKind::reading) topic.metric = Metric::co2;
  return topic;
}

TEST(Topics, TableIsInTheOrderOfItsKinds) {
  for (std::size_t i = 0; i < kTopicKindCount; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(all_topics()[i].kind), i);
  }
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(all_metrics()[i].metric), i);
  }
}

TEST(Topics, EveryRowReadsItsOwnName) {
  for (const TopicInfo& row : all_topics()) {
    const Topic topic = example_of(row.kind);
    EXPECT_EQ(parse_topic(topic_name(topic).view()), topic) << row.pattern;
  }
}

TEST(Topics, EveryRowIsHeardBySomeoneElseThanItsSpeaker) {
  for (const TopicInfo& row : all_topics()) {
    const bool others = (row.device_listens && row.speaker != Speaker::device) ||
                        (row.hub_listens && row.speaker != Speaker::hub) ||
                        (row.ml_listens && row.speaker != Speaker::ml);
    EXPECT_TRUE(others) << row.pattern;
    EXPECT_LE(row.qos, 1) << row.pattern;
    EXPECT_FALSE(purpose_of(row.kind).empty()) << row.pattern;
  }
}

TEST(Topics, NothingThatMovesAWindowIsRetained) {
  for (const TopicKind kind :
       {TopicKind::window_control, TopicKind::window_set, TopicKind::device_command}) {
    EXPECT_EQ(info(kind).retain, Retain::no);
  }
}

TEST(Topics, ReadsEveryMetric) {
  for (const MetricInfo& metric : all_metrics()) {
    const auto topic = parse_topic("sensor/kitchen/" + std::string(metric.name));
    ASSERT_TRUE(topic.has_value()) << metric.name;
    EXPECT_EQ(topic->kind, TopicKind::reading);
    EXPECT_EQ(topic->metric, metric.metric);
  }
}

TEST(Topics, FiltersStandForAllDevices) {
  EXPECT_EQ(topic_filter(TopicKind::reading).view(), "sensor/+/+");
  EXPECT_EQ(topic_filter(TopicKind::window_state).view(), "window/+/state");
  EXPECT_EQ(topic_filter(TopicKind::config_desired).view(), "device/+/config/desired");
  EXPECT_EQ(topic_filter(TopicKind::hub_status).view(), "hub/status");
}

TEST(Topics, GoldenNamesAreUnderstood) {
  const auto rows = rows_of("valid.tsv");
  ASSERT_GE(rows.size(), kTopicKindCount);
  for (const Row& row : rows) {
    const auto topic = parse_topic(row[0]);
    ASSERT_TRUE(topic.has_value()) << row[0];
    EXPECT_EQ(info(topic->kind).name, row[1]);
    EXPECT_EQ(topic->device.view(), row[2]);
    if (!row[3].empty()) {
      EXPECT_EQ(info(topic->metric).name, row[3]);
    }
    EXPECT_EQ(topic_name(*topic).view(), row[0]);
  }
}

TEST(Topics, GoldenStrangersAreRefusedForTheirReason) {
  const auto rows = rows_of("invalid.tsv");
  ASSERT_GE(rows.size(), 10);
  for (const Row& row : rows) {
    const auto topic = parse_topic(row[0]);
    ASSERT_FALSE(topic.has_value()) << row[0];
    EXPECT_EQ(name(topic.error().kind), row[1]) << row[0];
    EXPECT_EQ(topic.error().member.view(), row[2]) << row[0];
  }
}

TEST(Topics, ALongNameIsRefusedUnread) {
  const auto topic = parse_topic("sensor/" + std::string(kMaxTopicLength, 'a') + "/temperature");
  ASSERT_FALSE(topic.has_value());
  EXPECT_EQ(topic.error().kind, ParseErrorKind::too_long);
}

TEST(Topics, ANameWithoutItsDeviceCannotBeWritten) {
  EXPECT_DEATH((void)topic_name(Topic{.kind = TopicKind::window_set}), "device");
}

}  // namespace
}  // namespace luft::contract

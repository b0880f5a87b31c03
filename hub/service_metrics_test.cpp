#include "hub/service_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hub/intake/model_news.h"
#include "store/tables.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using runtime::HealthPart;
using runtime::HealthState;
using runtime::MetricSample;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

template <class Row>
std::vector<Row> rows_of(const Rows& rows) {
  std::vector<Row> read;
  store::RowBinaryReader reader{rows.encoded(kTableOf<Row>)};
  while (!reader.at_end()) EXPECT_TRUE(store::read_row(reader, read.emplace_back()));
  return read;
}

class ServiceMetricsTest : public ::testing::Test {
 protected:
  std::vector<std::pair<std::string, double>> values(const std::vector<MetricSample>& samples) {
    Rows rows;
    metrics.add(samples, {}, SystemTime{1s}, rows);
    std::vector<std::pair<std::string, double>> values;
    for (const auto& row : rows_of<store::ServiceMetricRow>(rows)) {
      values.emplace_back(row.name, row.value);
    }
    return values;
  }
  std::vector<std::string> events(HealthState state, const std::string& detail) {
    Rows rows;
    const std::vector<HealthPart> parts{
        {.name = "database", .state = state, .detail = detail, .since = {}}};
    metrics.add({}, parts, SystemTime{1s}, rows);
    std::vector<std::string> events;
    for (const auto& row : rows_of<store::ServiceEventRow>(rows)) {
      events.push_back(row.level + " " + row.event + " " + row.message);
    }
    return events;
  }
  ServiceMetrics metrics;
};

TEST_F(ServiceMetricsTest, KeepsOfACounterWhatItGrewByAndOfALevelWhatItIs) {
  EXPECT_THAT(
      values({{"luft_hub_messages_total", {}, 100}, {"luft_hub_journal_bytes", {}, 70}}),
      ElementsAre(Pair("luft_hub_messages_total", 100), Pair("luft_hub_journal_bytes", 70)));
  EXPECT_THAT(values({{"luft_hub_messages_total", {}, 130}, {"luft_hub_journal_bytes", {}, 50}}),
              ElementsAre(Pair("luft_hub_messages_total", 30), Pair("luft_hub_journal_bytes", 50)));
}

TEST_F(ServiceMetricsTest, TellsCountersApartByTheirLabels) {
  const MetricSample a{"luft_x_total", {{"kind", "a"}}, 5};
  const MetricSample b{"luft_x_total", {{"kind", "b"}}, 7};
  values({a, b});
  EXPECT_THAT(values({a, b}), ElementsAre(Pair("luft_x_total", 0), Pair("luft_x_total", 0)));
}

TEST_F(ServiceMetricsTest, SaysHowEachPartIs) {
  Rows rows;
  const std::vector<HealthPart> parts{
      {.name = "broker", .state = HealthState::ok, .detail = {}, .since = {}},
      {.name = "journal", .state = HealthState::degraded, .detail = {}, .since = {}},
      {.name = "database", .state = HealthState::down, .detail = {}, .since = {}}};
  metrics.add({}, parts, SystemTime{1s}, rows);
  const auto read = rows_of<store::ServiceMetricRow>(rows);
  ASSERT_EQ(read.size(), 3U);
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].name, "luft_health");
    EXPECT_EQ(read[i].labels.at("part"), parts[i].name);
    EXPECT_EQ(read[i].value, static_cast<double>(i));
  }
}

TEST_F(ServiceMetricsTest, HasTheDecidingServiceAmongTheParts) {
  ModelNews model;
  EXPECT_EQ(health_part(model).state, HealthState::down);
  model.online = false;
  EXPECT_EQ(health_part(model).detail, "it went away");
  model.online = true;
  model.since = SystemTime{5s};
  const HealthPart works = health_part(model);
  EXPECT_EQ(works.name, "ml");
  EXPECT_EQ(works.state, HealthState::ok);
  EXPECT_EQ(works.since, SystemTime{5s});
}

TEST_F(ServiceMetricsTest, ReportsAPartsChangeOnce) {
  EXPECT_THAT(events(HealthState::ok, ""), IsEmpty());
  EXPECT_THAT(events(HealthState::down, "no answer"),
              ElementsAre("alarm health database is down: no answer"));
  EXPECT_THAT(events(HealthState::down, "no answer"), IsEmpty());
  EXPECT_THAT(events(HealthState::ok, ""), ElementsAre("info health database is ok"));
}

}  // namespace
}  // namespace luft::hub

#include "runtime/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace luft::runtime {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;
using ::testing::HasSubstr;

TEST(Metrics, AreWrittenAsPrometheusReadsThem) {
  Metrics metrics;
  metrics.counter("luft_hub_messages_total", "Messages taken.", {{"kind", "reading"}}).add(3);
  metrics.counter("luft_hub_messages_total", "Messages taken.", {{"kind", "a\"b\n"}}).add();
  metrics.gauge("luft_hub_devices", "Devices known.").set(2.5);
  metrics.gauge_read("luft_hub_waiting", "Items that wait.", [] { return 7.0; });
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# HELP luft_hub_messages_total Messages taken.\n"
                              "# TYPE luft_hub_messages_total counter\n"
                              "luft_hub_messages_total{kind=\"reading\"} 3\n"
                              "luft_hub_messages_total{kind=\"a\\\"b\\n\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE luft_hub_devices gauge\nluft_hub_devices 2.5\n"));
  EXPECT_THAT(text, HasSubstr("luft_hub_waiting 7\n"));
}

TEST(Metrics, ExportLatenciesAsCumulativeBucketsInSeconds) {
  Metrics metrics;
  LatencyHistogram& latency = metrics.latency("luft_ml_answer_seconds", "Request to control.");
  latency.add(nanoseconds{500});
  latency.add(microseconds{100});
  latency.add(std::chrono::minutes{5});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# TYPE luft_ml_answer_seconds histogram\n"));
  EXPECT_THAT(text, HasSubstr("luft_ml_answer_seconds_bucket{le=\"1.024e-06\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("luft_ml_answer_seconds_bucket{le=\"0.000131072\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("luft_ml_answer_seconds_bucket{le=\"+Inf\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("luft_ml_answer_seconds_count 3\n"));
}

TEST(Metrics, ExportNumbersAsCumulativeBucketsUpToTheirBounds) {
  Metrics metrics;
  Histogram& sizes = metrics.histogram("luft_ml_batch_size", "Requests at once.", {1, 2, 4});
  for (const double size : {1.0, 2.0, 3.0, 9.0}) sizes.add(size);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# TYPE luft_ml_batch_size histogram\n"));
  EXPECT_THAT(text, HasSubstr("luft_ml_batch_size_bucket{le=\"1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("luft_ml_batch_size_bucket{le=\"2\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("luft_ml_batch_size_bucket{le=\"4\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("luft_ml_batch_size_bucket{le=\"+Inf\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("luft_ml_batch_size_sum 15\n"));
  const auto samples = metrics.samples();
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[0].name, "luft_ml_batch_size_count");
  EXPECT_EQ(samples[1].value, 3.75);
}

TEST(Metrics, GiveTheSameObjectForTheSameNameAndLabels) {
  Metrics metrics;
  Counter& first = metrics.counter("a_total", "A.", {{"x", "1"}});
  for (int i = 0; i < 100; ++i) {  // references stay valid
    metrics.counter("a_total", "A.", {{"x", "n" + std::to_string(i)}}).add();
  }
  EXPECT_EQ(&first, &metrics.counter("a_total", "A.", {{"x", "1"}}));
}

TEST(Metrics, GiveSamplesForOurOwnHistory) {
  Metrics metrics;
  metrics.counter("a_total", "A.").add(2);
  LatencyHistogram& latency = metrics.latency("b_seconds", "B.");
  for (int i = 0; i < 99; ++i) latency.add(microseconds{100});
  latency.add(microseconds{100'000});
  const auto samples = metrics.samples();
  ASSERT_EQ(samples.size(), 5U);
  EXPECT_EQ(samples[0].name, "a_total");
  EXPECT_EQ(samples[0].value, 2);
  EXPECT_EQ(samples[1].name, "b_seconds_count");
  EXPECT_EQ(samples[1].value, 100);
  EXPECT_NEAR(samples[2].value, 1.099e-3, 1e-9);
  EXPECT_EQ(samples[3].name, "b_seconds_p50");
  EXPECT_NEAR(samples[3].value, 100e-6, 4e-6);
  EXPECT_NEAR(samples[4].value, 100e-6, 4e-6);
}

TEST(MetricsDeathTest, EndTheProgramOnAMalformedName) {
  Metrics metrics;
  EXPECT_DEATH(metrics.counter("no spaces", ""), "CheckMetricName");
  EXPECT_DEATH(metrics.counter("a_total", "", {{"a-b", ""}}), "CheckMetricName");
}

TEST(LatencyHistogram, FindsQuantilesWithinThreePercent) {
  LatencyHistogram latency;
  for (int us = 1; us <= 100'000; ++us) latency.add(microseconds{us});
  for (const double q : {0.01, 0.1, 0.5, 0.9, 0.99, 0.999}) {
    const double exact_ns = q * 1e8;
    EXPECT_NEAR(static_cast<double>(latency.quantile(q).count()), exact_ns, exact_ns * 0.032) << q;
  }
  EXPECT_EQ(latency.count(), 100'000U);
  EXPECT_EQ(latency.sum(), microseconds{5'000'050'000});
}

TEST(LatencyHistogram, CountsExactlyBelowPowersOfTwo) {
  LatencyHistogram latency;
  for (const int ns : {0, 1, 15, 16, 17, 31, 32, 1023, 1024, 1025}) latency.add(nanoseconds{ns});
  EXPECT_EQ(latency.count_below_power(0), 1U);
  EXPECT_EQ(latency.count_below_power(4), 3U);
  EXPECT_EQ(latency.count_below_power(5), 6U);
  EXPECT_EQ(latency.count_below_power(10), 8U);
  EXPECT_EQ(latency.count_below_power(11), 10U);
}

TEST(LatencyHistogram, TakesWhatIsOutOfRange) {
  LatencyHistogram latency;
  EXPECT_EQ(latency.quantile(0.5).count(), 0);
  latency.add(nanoseconds{-5});
  latency.add(std::chrono::hours{24 * 365});
  EXPECT_EQ(latency.count(), 2U);
  EXPECT_GT(latency.quantile(1.0), std::chrono::minutes{15});
}

TEST(LatencyHistogram, LosesNothingBetweenThreads) {
  LatencyHistogram latency;
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&latency] {
        for (int n = 0; n < 10'000; ++n) latency.add(nanoseconds{n});
      });
    }
  }
  EXPECT_EQ(latency.count(), 40'000U);
}

}  // namespace
}  // namespace luft::runtime

// The heart as tests hold it: messages go in at a time of theirs, and what came of them is looked
// at.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "hub/intake/intake.h"

namespace luft::hub {

using namespace std::chrono_literals;

inline constexpr std::uint64_t kBoot = 5'242'881;

class IntakeTest : public testing::Test {
 protected:
  IntakeTest() { remake(); }

  void remake() {
    std::uint64_t random = 0;
    intake = std::make_unique<Intake>(settings, runtime::UuidMaker{[random]() mutable {
                                        return ++random * 0x9E3779B97F4A7C15ULL;
                                      }});
  }
  void say(const std::string& topic, const std::string& payload,
           contract::Retain retained = contract::Retain::no) {
    Message message{.topic = contract::parse_topic(topic),
                    .unknown_topic = {},
                    .payload = payload,
                    .retained = retained,
                    .received = now,
                    .in_broker = in_broker};
    if (!message.topic) message.unknown_topic = topic;
    intake->take(message, admission, outcome);
  }
  void restart() {
    intake->complete(now, outcome);
    const auto records = outcome.journal.devices;
    remake();
    outcome = {};
    for (const DeviceRecord& record : records) ASSERT_TRUE(intake->restore(record, now));
  }
  // An identified reading, sampled just now.
  void read(const std::string& device, const std::string& metric, double value, std::uint64_t seq,
            std::uint64_t oldest, std::uint64_t boot = kBoot) {
    const auto up = static_cast<std::uint64_t>((now.wall - boot_time).count());
    say("sensor/" + device + "/" + metric,
        fmt::format(R"({{"value":{},"boot":{},"seq":{},"up_ms":{},"now_ms":{},"oldest":[{},{}]}})",
                    value, boot, seq, up, up, boot, oldest));
  }
  const Device& device(std::string_view id) {
    return intake->registry()[*intake->registry().find(contract::DeviceId::cut(id))];
  }
  std::uint32_t rows(TableNumber table) const { return outcome.journal.rows.count(table); }
  contract::Receipt last_receipt() const { return outcome.journal.receipts.back().receipt; }
  // The only request; fails when there is another number of them.
  contract::InferenceRequest request() {
    EXPECT_EQ(outcome.publications.size(), 1U);
    if (outcome.publications.size() != 1) return {};
    return contract::parse_inference_request(outcome.publications[0].payload)
        .value_or(contract::InferenceRequest{});
  }
  void pass(std::chrono::milliseconds time) { now = now + time; }
  // Every count of a device adds up, whatever happened.
  void expect_balance() {
    for (const Device& each : intake->registry().all()) {
      const Counts& counts = each.counts;
      EXPECT_EQ(counts.received,
                counts.accepted + counts.duplicate + counts.quarantined + counts.dropped)
          << each.id.view();
    }
  }

  runtime::Settings settings;
  std::unique_ptr<Intake> intake;
  Outcome outcome;
  Admission admission = Admission::open;
  std::chrono::milliseconds in_broker{0};
  Moment now{.wall = SystemTime{1'800'000'000'000ms}, .steady = SteadyTime{10h}};
  SystemTime boot_time = now.wall - 1h;
};

}  // namespace luft::hub

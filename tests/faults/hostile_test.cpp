// Ten thousand kinds of malformed messages on every topic, devices by the hundred thousand, one
// that never stops: the others are served as if nothing was, and all of it is counted.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "hub/intake/intake.h"
#include "tests/faults/stage.h"

namespace luft::tests {
namespace {

using namespace std::chrono_literals;
using contract::TopicKind;
using hub::DeviceNumber;
using hub::Message;
using hub::testing::eventually;
using ::testing::Contains;
using ::testing::Value;

constexpr std::array kValid{
    "21.5",
    R"({"value":21.4,"boot":5242881,"seq":7,"up_ms":1000,"now_ms":1000,"oldest":[5242881,1]})",
    R"({"boot":5242881,"now_ms":9000,"oldest":[5242881,1],"r":[[8,"temperature",100,21.5]]})",
    R"({"rate":16000,"format":"s16le","boot":5,"clip":1,"part":0,"parts":2,"data":"AAAA"})",
    R"({"position":40,"confidence":0.8,"request_id":"a","as_of":[5242881,7]})",
    R"({"position":40,"target":50,"moving":true,"cause":"control"})",
    R"({"firmware":"1.0.0","boot":5242881,"window":true,"sensors":["temperature"]})",
    R"({"event":"refused","request_id":"a","reason":"stale"})",
    "online",
    "AUTO"};
constexpr std::array kWrong{"null",         "true",     "\"x\"",  "[]",
                            "{}",           "1e999",    "-1e999", "NaN",
                            "Inf",          "-0.0",     "1e-320", "\"\"",
                            "[[[[[[]]]]]]", "\xff\xfe", "0x10",   "99999999999999999999",
                            "-1",           "\\u0000"};

// Malformed messages, the same for a seed.
class Malice {
 public:
  explicit Malice(std::uint32_t seed) : random_{seed} {}

  std::string topic() {
    const auto& kind = contract::all_topics()[below(contract::kTopicKindCount)];
    std::string name{kind.pattern};
    replace(name, "{id}", below(4) == 0 ? "kitchen" : fmt::format("bad-{}", below(50)));
    replace(name, "{metric}", below(3) == 0 ? "nonsense" : "temperature");
    if (below(20) == 0) name.insert(below(name.size()), 1, static_cast<char>(below(256)));
    return name;
  }

  std::string payload() {
    std::string text = kValid[below(kValid.size())];
    switch (below(7)) {
      case 0:  // cut off
        text.resize(below(text.size()));
        break;
      case 1:  // bytes changed
        for (int i = 0; i < 3; ++i) text[below(text.size())] = static_cast<char>(below(256));
        break;
      case 2: {  // a value of another type
        const auto colon = text.find_first_of(":[", below(text.size()));
        if (colon != text.npos) {
          const auto end = text.find_first_of(",]}", colon + 1);
          text.replace(colon + 1, end == text.npos ? text.npos : end - colon - 1, wrong());
        }
        break;
      }
      case 3:
        text = wrong();
        break;
      case 4:  // oversize
        text.append(std::size_t{1} << (9 + below(9)), static_cast<char>(below(256)));
        break;
      case 5: {  // random bytes
        text.assign(below(200), '\0');
        for (char& c : text) c = static_cast<char>(below(256));
        break;
      }
      default:  // members twice, nested
        text.insert(text.find('{') == text.npos ? 0 : text.find('{') + 1,
                    R"("value":[{"boot":{}}],)");
    }
    return text;
  }

 private:
  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>{0, limit == 0 ? 0 : limit - 1}(random_);
  }
  std::string wrong() { return kWrong[below(kWrong.size())]; }
  static void replace(std::string& in, std::string_view what, std::string_view by) {
    if (const auto at = in.find(what); at != in.npos) in.replace(at, what.size(), by);
  }

  std::mt19937 random_;
};

class HostileTest : public ::testing::Test {
 protected:
  void say(const std::string& topic, const std::string& payload) {
    Message message{.topic = contract::parse_topic(topic),
                    .unknown_topic = {},
                    .payload = payload,
                    .retained = contract::Retain::no,
                    .received = now};
    if (!message.topic) message.unknown_topic = topic;
    intake.take(message, hub::Admission::open, outcome);
    now = now + 1ms;
  }
  // The next identified reading of the good device.
  void good_reading() {
    ++good;
    say("sensor/good/temperature",
        fmt::format(
            R"({{"value":21,"boot":5242881,"seq":{0},"up_ms":{1},"now_ms":{1},"oldest":[5242881,1]}})",
            good, good * 10));
  }
  const hub::Device& device(std::string_view id) {
    return intake.registry()[*intake.registry().find(contract::DeviceId::cut(id))];
  }
  void expect_all_counted() {
    for (const hub::Device& each : intake.registry().all()) {
      const hub::Counts& counts = each.counts;
      EXPECT_EQ(counts.received,
                counts.accepted + counts.duplicate + counts.quarantined + counts.dropped)
          << each.id.view();
    }
  }
  // The journal takes what there is.
  void hand_over() {
    intake.complete(now, outcome);
    quarantine_rows += outcome.journal.rows.count(hub::TableNumber::quarantine);
    reading_rows += outcome.journal.rows.count(hub::TableNumber::readings);
    for (const hub::ReceiptOwed& owed : outcome.journal.receipts) {
      if (owed.id.view() == "good") receipted = owed.receipt.through;
    }
    outcome = {};
  }

  runtime::Settings settings;
  hub::Intake intake{settings,
                     runtime::UuidMaker{[n = std::uint64_t{0}]() mutable { return ++n; }}};
  hub::Outcome outcome;
  hub::Moment now{.wall = hub::SystemTime{1'800'000'000'000ms}, .steady = hub::SteadyTime{1h}};
  std::uint64_t good = 0;
  std::uint64_t receipted = 0;
  std::uint64_t quarantine_rows = 0;
  std::uint64_t reading_rows = 0;
};

TEST_F(HostileTest, TenThousandKindsOfMalformedMessagesHarmNobodyAndAreCounted) {
  Malice malice{20'250'711};
  const int kinds = is_long() ? 1'000'000 : 10'000;
  for (int i = 0; i < kinds; ++i) {
    say(malice.topic(), malice.payload());
    if (i % 10 == 0) good_reading();
    if (i % 100 == 99) hand_over();
    if (i % 1000 == 999) intake.tick(now, outcome);
  }
  hand_over();
  EXPECT_EQ(intake.totals().messages, static_cast<std::uint64_t>(kinds) + good);
  EXPECT_EQ(device("good").counts.accepted, good);
  EXPECT_EQ(receipted, good);
  EXPECT_GT(intake.totals().quarantined, static_cast<std::uint64_t>(kinds) / 4);
  EXPECT_EQ(quarantine_rows, intake.totals().quarantined);
  EXPECT_EQ(reading_rows, intake.totals().readings);
  expect_all_counted();
}

TEST_F(HostileTest, AFloodOfUnknownDevicesStopsAtTheRegistrysBound) {
  good_reading();
  const std::size_t flood = hub::Registry::kMaxDevices + 20'000;
  for (std::size_t i = 0; i < flood; ++i) {
    say(fmt::format("sensor/flood-{}/temperature", i), "21");
    if (i % 1000 == 0) {
      good_reading();
      hand_over();
    }
  }
  hand_over();
  EXPECT_EQ(intake.registry().all().size(), hub::Registry::kMaxDevices + 1);
  EXPECT_EQ(device("good").counts.accepted, good);
  EXPECT_EQ(receipted, good);
  // What has no place is counted where nobody has a name.
  EXPECT_EQ(intake.registry()[hub::kUnknownDevice].counts.dropped,
            flood - (hub::Registry::kMaxDevices - 1));
  expect_all_counted();
}

// Through the real broker and hub.
class HostileStageTest : public Stage {
 protected:
  // Somebody who says whatever, as fast as the broker takes it.
  void start_shouting() {
    noisy_.emplace(
        runtime::MqttLinkOptions{
            .mqtt = broker->settings("noisy"), .subscriptions = {}, .status = {}},
        runtime::MqttLinkCallbacks{}, runtime::Log{"noisy", {.level = runtime::LogLevel::off}});
    noisy_->start();
    ASSERT_TRUE(eventually([&] { return noisy_->connected(); }));
  }
  // Whether it went out: a topic may be none.
  bool shout(const std::string& topic, const std::string& payload) {
    auto done = noisy_->publish(topic, payload);
    while (!done && done.error() == runtime::PublishError::queue_full) {
      std::this_thread::sleep_for(1ms);
      done = noisy_->publish(topic, payload);
    }
    return done.has_value();
  }

 private:
  std::optional<runtime::MqttLink> noisy_;
};

// Garbage on every topic, and a device at a hundred times its rate.
TEST_F(HostileStageTest, ACalmDeviceIsServedWhileOthersSendGarbageAndFlood) {
  start();
  auto& calm = add_device("calm");
  start_shouting();
  Malice malice{7};
  std::uint64_t garbage = 0;
  std::uint64_t flood = 0;
  for (int i = 0; i < 5'000; ++i) {
    flood += shout("sensor/noisy/temperature", "21") ? 1 : 0;
    if (i % 5 == 0) garbage += shout(malice.topic(), malice.payload()) ? 1 : 0;
    if (i % 25 == 0) calm.sample();
  }
  EXPECT_GT(garbage, 500U);
  ASSERT_TRUE(all_receipted(60s));
  expect_stored_once();
  // All of the flood is accounted for: within the device's rate stored, beyond it dropped.
  EXPECT_TRUE(eventually([&] {
    const auto counts = hub->balanced_counts("noisy");
    return counts.is_object() && counts["received"] == flood;
  })) << hub->get("/api/v1/verify").dump();
  EXPECT_GT(hub->balanced_counts("noisy")["dropped"], 1'000);
  EXPECT_EQ(hub->status_of("/readyz"), 200);
}

TEST_F(HostileStageTest, ARegistryThatIsFullRaisesAnAlarmAndServesWhomItKnows) {
  start();
  auto& calm = add_device("calm");
  calm.sample();
  ASSERT_TRUE(all_receipted(60s));
  start_shouting();
  for (std::size_t i = 0; i < hub::Registry::kMaxDevices + 100; ++i) {
    ASSERT_TRUE(shout(fmt::format("sensor/flood-{}/temperature", i), "21"));
  }
  EXPECT_TRUE(eventually(
      [&] {
        return hub->text("/metrics").find("luft_alarm{name=\"registry_full\"} 1\n") !=
               std::string::npos;
      },
      60s));
  EXPECT_TRUE(eventually([&] { return Value(alarms(), Contains("registry_full raised")); }, 60s));
  calm.sample();
  ASSERT_TRUE(all_receipted(60s));
  expect_stored_once();
}

}  // namespace
}  // namespace luft::tests

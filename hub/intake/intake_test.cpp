// The heart as a whole: messages in, rows, receipts and requests out.
#include "hub/intake/intake.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/limits.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::Metric;
using testing::HasSubstr;

constexpr std::uint64_t kBoot = 5'242'881;

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
                    .received = now};
    if (!message.topic) message.unknown_topic = topic;
    intake->take(message, admission, outcome);
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
  Moment now{.wall = SystemTime{1'800'000'000'000ms}, .steady = SteadyTime{10h}};
  SystemTime boot_time = now.wall - 1h;
};

TEST_F(IntakeTest, ABareNumberRegistersItsDeviceAndIsKept) {
  say("sensor/kitchen/temperature", "21.5");
  EXPECT_EQ(rows(TableNumber::readings), 1U);
  EXPECT_EQ(rows(TableNumber::devices), 1U);
  EXPECT_EQ(rows(TableNumber::device_events), 1U);
  EXPECT_EQ(device("kitchen").readings[0].value, 21.5);
  EXPECT_EQ(device("kitchen").first_seen, now.wall);
  EXPECT_TRUE(outcome.journal.receipts.empty());
  pass(1h);
  say("sensor/kitchen/temperature", "22");
  EXPECT_EQ(device("kitchen").first_seen, now.wall - 1h);
  expect_balance();
}

TEST_F(IntakeTest, AnIdentifiedReadingIsKeptOnceHoweverOftenItComes) {
  read("kitchen", "temperature", 21, 1, 1);
  read("kitchen", "temperature", 21, 1, 1);
  read("kitchen", "temperature", 21, 1, 1);
  EXPECT_EQ(rows(TableNumber::readings), 1U);
  EXPECT_EQ(device("kitchen").counts.duplicate, 2U);
  EXPECT_EQ(last_receipt(), (contract::Receipt{kBoot, 1, 1}));  // duplicates are answered
  expect_balance();
}

TEST_F(IntakeTest, GoesOnRecognisingReadingsAfterARestart) {
  read("kitchen", "temperature", 21, 1, 1);
  read("kitchen", "temperature", 21, 3, 1);
  intake->complete(now, outcome);
  const auto records = outcome.journal.devices;
  remake();
  outcome = {};
  for (const DeviceRecord& record : records) ASSERT_TRUE(intake->restore(record, now));
  read("kitchen", "temperature", 21, 1, 1);
  read("kitchen", "temperature", 21, 2, 1);
  read("kitchen", "temperature", 21, 3, 1);
  EXPECT_EQ(rows(TableNumber::readings), 1U);
  EXPECT_EQ(last_receipt(), (contract::Receipt{kBoot, 3, 3}));
  EXPECT_EQ(device("kitchen").counts.received, 5U);
  expect_balance();
}

TEST_F(IntakeTest, ABatchOfABacklogKeepsTheTimesOfItsReadings) {
  const auto up = (now.wall - boot_time).count();
  say("sensor/kitchen/batch",
      fmt::format(R"({{"boot":{},"now_ms":{},"oldest":[{},1],"r":[[1,"temperature",{},20.5],)"
                  R"([2,"humidity",{},50],[3,"temperature",1000,999]]}})",
                  kBoot, up, kBoot, up - 600'000, up - 600'000));
  EXPECT_EQ(rows(TableNumber::readings), 2U);
  EXPECT_EQ(rows(TableNumber::quarantine), 1U);  // 999 °C
  EXPECT_EQ(device("kitchen").readings[0].time, now.wall - 10min);
  EXPECT_EQ(last_receipt(), (contract::Receipt{kBoot, 3, 3}));  // refused ones are receipted too
  EXPECT_EQ(outcome.journal.receipts.back().urgency, Urgency::at_once);
  expect_balance();
}

TEST_F(IntakeTest, CountsWhatADeviceGaveUpAsLost) {
  read("kitchen", "temperature", 21, 1, 1);
  read("kitchen", "temperature", 21, 9, 6);
  EXPECT_EQ(device("kitchen").counts.lost, 4U);
  EXPECT_EQ(last_receipt(), (contract::Receipt{kBoot, 5, 9}));
  expect_balance();
}

TEST_F(IntakeTest, GarbageOnAnyTopicIsQuarantinedAndCounted) {
  const std::vector<std::string> topics{
      "sensor/kitchen/temperature", "sensor/kitchen/batch",     "sensor/kitchen/audio",
      "window/kitchen/control",     "window/kitchen/set",       "window/kitchen/state",
      "device/kitchen/status",      "device/kitchen/info",      "device/kitchen/event",
      "sensor/kitchen/nonsense",    "sensor/BAD NAME/humidity", "sensor",
      "window/kitchen/a/b/c"};
  const std::vector<std::string> garbage{
      "",      "{",    "[[[[[[[[[1]]]]]]]]]", "NaN",
      "1e999", "null", "\"\xff\xfe\"",        std::string(200'000, 'x')};
  for (const std::string& topic : topics) {
    for (const std::string& payload : garbage) say(topic, payload);
  }
  EXPECT_EQ(rows(TableNumber::quarantine), topics.size() * garbage.size());
  EXPECT_EQ(rows(TableNumber::readings), 0U);
  EXPECT_EQ(intake->totals().quarantined, topics.size() * garbage.size());
  expect_balance();
}

TEST_F(IntakeTest, WhenTheJournalIsClosedIdentifiedReadingsComeAgainAndBareOnesAreCounted) {
  admission = Admission::closed;
  read("kitchen", "temperature", 21, 1, 1);
  say("sensor/bath/temperature", "20");
  EXPECT_EQ(rows(TableNumber::readings), 0U);
  EXPECT_TRUE(outcome.journal.receipts.empty());
  EXPECT_EQ(device("bath").counts.dropped, 1U);
  admission = Admission::open;
  read("kitchen", "temperature", 21, 1, 1);
  EXPECT_EQ(rows(TableNumber::readings), 1U);
  EXPECT_EQ(device("kitchen").counts.duplicate, 0U);
  expect_balance();
}

TEST_F(IntakeTest, WindowsAreControlledWhileTheJournalIsClosed) {
  admission = Admission::closed;
  read("kitchen", "temperature", 21, 1, 1);
  read("kitchen", "humidity", 50, 2, 1);
  EXPECT_EQ(outcome.publications.size(), 1U);
}

TEST_F(IntakeTest, AStrangersBareNumbersAreEnoughForARequest) {
  say("sensor/kitchen/temperature", "21.5");
  say("sensor/kitchen/humidity", "55");
  const auto asked = request();
  EXPECT_EQ(outcome.publications[0].topic.view(), "ml/inference/request/kitchen");
  EXPECT_EQ(asked.temp_c, 21.5);
  EXPECT_EQ(asked.humidity_pct, 55);
  EXPECT_FALSE(asked.volume_dba);
  EXPECT_FALSE(asked.as_of);
  EXPECT_EQ(asked.request_id->view().size(), 36U);
}

TEST_F(IntakeTest, ARequestNamesTheNewestReadingOfTheWindowsOwnDevice) {
  say("device/kitchen/info", R"({"boot":5242881,"window":true})", contract::Retain::yes);
  say("window/kitchen/state", R"({"position":30,"target":30,"moving":false,"cause":"guard"})",
      contract::Retain::yes);
  read("kitchen", "sound_volume", 41.5, 1, 1);
  read("kitchen", "humidity", 50, 2, 1);
  read("kitchen", "temperature", 21, 3, 1);
  const auto asked = request();
  EXPECT_EQ(asked.as_of, (contract::ReadingRef{kBoot, 3}));
  EXPECT_EQ(asked.position_pct, 30);
  EXPECT_EQ(asked.volume_dba, 41.5);  // dB(A), the unit in which the device sent it
}

TEST_F(IntakeTest, ADeviceThatSaysItHasNoWindowIsNeverAskedAbout) {
  say("device/shelf/info", R"({"boot":1,"window":false})", contract::Retain::yes);
  say("sensor/shelf/temperature", "21");
  say("sensor/shelf/humidity", "50");
  EXPECT_TRUE(outcome.publications.empty());
}

TEST_F(IntakeTest, TheSensorsOfARoomFeedItsWindowAndItsOutdoorDevicesTheWeather) {
  settings.rooms = {{.name = "Living", .devices = {"shelf", "window"}, .outdoor = {"balcony"}}};
  remake();
  say("device/shelf/info", R"({"boot":1,"window":false})", contract::Retain::yes);
  say("device/window/info", R"({"boot":2,"window":true})", contract::Retain::yes);
  say("sensor/balcony/temperature", "8");
  say("sensor/balcony/humidity", "80");
  say("sensor/shelf/temperature", "21");
  say("sensor/shelf/humidity", "50");
  const auto asked = request();
  EXPECT_EQ(outcome.publications[0].topic.view(), "ml/inference/request/window");
  EXPECT_EQ(asked.temp_c, 21);
  EXPECT_EQ(asked.outdoor_temp_c, 8);
  EXPECT_EQ(asked.outdoor_humidity_pct, 80);
}

TEST_F(IntakeTest, ReplayedReadingsAskForNothing) {
  const auto long_ago = (now.wall - 48h).time_since_epoch().count();
  for (int seq = 1; seq <= 2; ++seq) {
    say(fmt::format("sensor/kitchen/{}", seq == 1 ? "temperature" : "humidity"),
        fmt::format(R"({{"value":20,"boot":1,"seq":{},"up_ms":1,"now_ms":1,"time_ms":{}}})", seq,
                    long_ago));
  }
  EXPECT_EQ(rows(TableNumber::readings), 2U);
  EXPECT_TRUE(outcome.publications.empty());
  EXPECT_EQ(device("kitchen").readings[0].time, now.wall - 48h);
}

// A wrong time zone makes a recording look like now, or like tomorrow.
TEST_F(IntakeTest, ARecordingAsksForNothingWhateverItsTimesAre) {
  settings.rooms = {{.name = "Living", .devices = {"shelf", "window"}, .outdoor = {"balcony"}}};
  remake();
  for (const char* id : {"shelf", "balcony"}) {
    say(fmt::format("device/{}/info", id), R"({"boot":1,"chip":"recording","window":false})",
        contract::Retain::yes);
  }
  std::uint64_t seq = 0;
  const auto replay = [&](const char* id, std::chrono::hours ahead) {
    ++seq;
    for (const char* metric : {"temperature", "humidity"}) {
      say(fmt::format("sensor/{}/{}", id, metric),
          fmt::format(R"({{"value":20,"boot":1,"seq":{},"up_ms":1,"now_ms":1,"time_ms":{}}})",
                      2 * seq + (metric[0] == 'h' ? 1 : 0),
                      (now.wall + ahead).time_since_epoch().count()));
    }
  };
  for (const auto ahead : {0h, 2h}) {
    replay("shelf", ahead);
    replay("balcony", ahead);
  }
  EXPECT_EQ(rows(TableNumber::readings), 8U);
  EXPECT_TRUE(outcome.publications.empty());
  say("sensor/window/temperature", "21");
  say("sensor/window/humidity", "50");
  EXPECT_EQ(request().temp_c, 21) << "the window's own";
  EXPECT_FALSE(request().outdoor_temp_c) << "the balcony's is a recording's";
}

TEST_F(IntakeTest, ADeviceThatIsNoRecordingAnyMoreIsHeardAgain) {
  say("device/kitchen/info", R"({"boot":1,"chip":"recording"})", contract::Retain::yes);
  say("device/kitchen/info", R"({"boot":2,"chip":"esp32c3","window":true})");
  say("sensor/kitchen/temperature", "21");
  say("sensor/kitchen/humidity", "50");
  EXPECT_EQ(request().temp_c, 21);
}

TEST_F(IntakeTest, TheTriggerGoesOnAfterARestartWhereItStopped) {
  say("sensor/kitchen/temperature", "21");
  say("sensor/kitchen/humidity", "50");
  ASSERT_EQ(outcome.publications.size(), 1U);
  intake->complete(now, outcome);
  const auto records = outcome.journal.devices;
  remake();
  outcome = {};
  pass(60s);
  for (const DeviceRecord& record : records) ASSERT_TRUE(intake->restore(record, now));
  say("sensor/kitchen/temperature", "21.1");
  say("sensor/kitchen/humidity", "50");
  EXPECT_TRUE(outcome.publications.empty());
}

TEST_F(IntakeTest, FollowsADecisionFromReadingToMovementUnderOneRequestId) {
  say("window/kitchen/state", R"({"position":0,"target":0,"moving":false,"cause":"guard"})",
      contract::Retain::yes);
  say("sensor/kitchen/temperature", "26");
  say("sensor/kitchen/humidity", "50");
  const std::string id{request().request_id->view()};
  pass(8ms);
  say("window/kitchen/control",
      fmt::format(R"({{"position":40,"confidence":0.8,"request_id":"{}","model":"m-1"}})", id));
  EXPECT_EQ(device("kitchen").decision->latency_ms, 8);
  pass(5s);
  say("window/kitchen/state",
      fmt::format(R"({{"position":40,"target":40,"moving":false,"cause":"control",)"
                  R"("request_id":"{}"}})",
                  id));
  EXPECT_EQ(rows(TableNumber::window_actions), 1U);
  intake->tick(now, outcome);
  EXPECT_EQ(rows(TableNumber::predictions), 1U);
  EXPECT_EQ(intake->totals().movements, 1U);
  EXPECT_EQ(intake->totals().unanswered, 0U);
}

TEST_F(IntakeTest, ARefusalIsKeptWithItsDecision) {
  say("sensor/kitchen/temperature", "26");
  say("sensor/kitchen/humidity", "50");
  const std::string id{request().request_id->view()};
  say("window/kitchen/control",
      fmt::format(R"({{"position":40,"confidence":0.8,"request_id":"{}"}})", id));
  say("device/kitchen/event",
      fmt::format(R"({{"event":"refused","request_id":"{}","reason":"rain"}})", id));
  intake->tick(now, outcome);
  EXPECT_THAT(std::string{outcome.journal.rows.encoded(TableNumber::predictions)},
              HasSubstr("refused: rain"));
}

TEST_F(IntakeTest, ADeviceThatFallsSilentIsNoticedAndSeenAgain) {
  say("sensor/kitchen/temperature", "21");
  pass(settings.registry.inactive_after + 1s);
  intake->tick(now, outcome);
  EXPECT_FALSE(device("kitchen").active);
  say("sensor/kitchen/temperature", "21");
  EXPECT_TRUE(device("kitchen").active);
  EXPECT_THAT(std::string{outcome.journal.rows.encoded(TableNumber::device_events)},
              testing::AllOf(HasSubstr("lost"), HasSubstr("seen")));
}

TEST_F(IntakeTest, FreshReadingsOverrideAStaleOffline) {
  say("device/kitchen/status", "offline", contract::Retain::yes);
  EXPECT_EQ(device("kitchen").online, false);
  say("sensor/kitchen/temperature", "21");
  EXPECT_EQ(device("kitchen").online, true);
}

TEST_F(IntakeTest, TwoDevicesUnderOneNameAreNoticedAndNotAskedAbout) {
  for (std::uint64_t seq = 1; seq <= 4; ++seq) {
    read("kitchen", "temperature", 21, seq, 1, kBoot);
    read("kitchen", "temperature", 25, seq, 1, kBoot + 1);
  }
  EXPECT_TRUE(device("kitchen").contested);
  EXPECT_THAT(std::string{outcome.journal.rows.encoded(TableNumber::device_events)},
              HasSubstr("two devices claim this name"));
  read("kitchen", "humidity", 50, 5, 1, kBoot);
  EXPECT_TRUE(outcome.publications.empty());
}

TEST_F(IntakeTest, AOneTimeRestartIsNoNamesake) {
  for (std::uint64_t seq = 1; seq <= 5; ++seq) read("kitchen", "temperature", 21, seq, 1, kBoot);
  for (std::uint64_t seq = 1; seq <= 5; ++seq) {
    read("kitchen", "temperature", 21, seq, 1, kBoot + 1);
  }
  EXPECT_FALSE(device("kitchen").contested);
}

TEST_F(IntakeTest, AudioBecomesASoundLevelUnlessTheDeviceSendsItsOwn) {
  const std::string silence(8'000, 'A');  // 6,000 bytes of zeros
  const auto clip = [&](int number) {
    return fmt::format(
        R"({{"rate":16000,"format":"s16le","boot":1,"clip":{},"part":0,"parts":1,"data":"{}"}})",
        number, silence);
  };
  say("sensor/kitchen/audio", clip(1));
  EXPECT_EQ(rows(TableNumber::readings), 1U);
  say("sensor/kitchen/sound_volume", "40");
  say("sensor/kitchen/audio", clip(2));
  EXPECT_EQ(rows(TableNumber::readings), 2U);
  expect_balance();
}

TEST_F(IntakeTest, ARetainedBareNumberIsNotNewsAgain) {
  say("sensor/kitchen/temperature", "21", contract::Retain::yes);
  EXPECT_EQ(rows(TableNumber::readings), 0U);
}

TEST_F(IntakeTest, AReadingWithoutAPlausibleTimeIsQuarantinedAndReceipted) {
  read("kitchen", "temperature", 21, 1, 1);
  const auto up = (now.wall - boot_time).count();
  say("sensor/kitchen/batch",
      fmt::format(R"({{"boot":{},"now_ms":{},"oldest":[{},1],"r":[[2,"temperature",{},20]]}})",
                  kBoot, up, kBoot, up + 90'000'000));
  EXPECT_EQ(rows(TableNumber::readings), 1U);
  EXPECT_EQ(rows(TableNumber::quarantine), 1U);
  EXPECT_EQ(last_receipt(), (contract::Receipt{kBoot, 2, 2}));
  expect_balance();
}

TEST_F(IntakeTest, DroppedAndStoredReadingsComeIntoTheCounts) {
  say("sensor/kitchen/temperature", "21");
  intake->take(DroppedReadings{.device = contract::DeviceId::cut("kitchen"), .count = 7}, now);
  intake->take(StoredReadings{.counts = {{device("kitchen").number, 1}}});
  EXPECT_EQ(device("kitchen").counts.dropped, 7U);
  EXPECT_EQ(device("kitchen").counts.stored, 1U);
  expect_balance();
}

TEST_F(IntakeTest, ADamagedRecordBeginsAnewButKeepsItsNameAndCounts) {
  read("kitchen", "temperature", 21, 1, 1);
  intake->complete(now, outcome);
  auto records = outcome.journal.devices;
  records.at(0).state.resize(3);
  remake();
  EXPECT_FALSE(intake->restore(records.at(0), now));
  EXPECT_EQ(device("kitchen").counts.received, 1U);
}

}  // namespace
}  // namespace luft::hub

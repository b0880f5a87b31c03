// The heart as a whole: messages in, rows, receipts and requests out.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "contract/limits.h"
#include "hub/intake/intake_fixture.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::Metric;
using testing::HasSubstr;

TEST_F(IntakeTest, ABareNumberRegistersItsDeviceAndIsKept) {
  say("sensor/kitchen/temperature", "21.5");
  EXPECT_EQ(rows(TableNumber::readings), 1U);
  EXPECT_EQ(rows(TableNumber::devices), 1U);
  EXPECT_EQ(rows(TableNumber::device_events), 1U);
  EXPECT_EQ(device("kitchen").readings.of(Metric::temperature).value, 21.5);
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

TEST_F(IntakeTest, WhatAShadowWouldHaveDoneIsKeptAndIsNoDecision) {
  say("sensor/kitchen/temperature", "21.5");
  say("ml/shadow/kitchen",
      R"({"model":"luft-2.0.0","position":40,"confidence":0.8,"in_force":20,"stood":10,)"
      R"("request_id":"q"})");
  ASSERT_EQ(rows(TableNumber::shadow_decisions), 1U);
  store::RowBinaryReader reader{outcome.journal.rows.encoded(TableNumber::shadow_decisions)};
  store::ShadowDecisionRow row;
  ASSERT_TRUE(store::read_row(reader, row));
  EXPECT_EQ(row.time, now.wall);
  EXPECT_EQ(row.device, "kitchen");
  EXPECT_EQ(row.request_id, "q");
  EXPECT_EQ(row.model, "luft-2.0.0");
  EXPECT_EQ(row.position, 40);
  EXPECT_EQ(row.in_force, 20);
  EXPECT_EQ(row.stood, 10);
  EXPECT_EQ(device("kitchen").decision, nullptr);
  EXPECT_EQ(intake->totals().controls, 0U);
  say("ml/shadow/kitchen", R"({"position":40})");
  EXPECT_EQ(rows(TableNumber::quarantine), 1U);
}

TEST_F(IntakeTest, ABatchOfABacklogKeepsTheTimesOfItsReadings) {
  const auto up = (now.wall - boot_time).count();
  say("sensor/kitchen/batch",
      fmt::format(R"({{"boot":{},"now_ms":{},"oldest":[{},1],"r":[[1,"temperature",{},20.5],)"
                  R"([2,"humidity",{},50],[3,"temperature",1000,999]]}})",
                  kBoot, up, kBoot, up - 600'000, up - 600'000));
  EXPECT_EQ(rows(TableNumber::readings), 2U);
  EXPECT_EQ(rows(TableNumber::quarantine), 1U);  // 999 °C
  EXPECT_EQ(device("kitchen").readings.of(Metric::temperature).time, now.wall - 10min);
  EXPECT_EQ(last_receipt(), (contract::Receipt{kBoot, 3, 3}));  // refused ones are receipted too
  EXPECT_EQ(outcome.journal.receipts.back().urgency, Urgency::at_once);
  expect_balance();
}

TEST_F(IntakeTest, TheTimeAMessageSpentInTheBrokerIsNotTheReadings) {
  const auto up = static_cast<std::uint64_t>((now.wall - boot_time).count());
  const SystemTime sampled = now.wall;
  pass(20s);
  in_broker = 20s;
  say("sensor/kitchen/temperature",
      fmt::format(R"({{"value":21,"boot":{},"seq":1,"up_ms":{},"now_ms":{},"oldest":[{},1]}})",
                  kBoot, up, up, kBoot));
  EXPECT_EQ(device("kitchen").readings.of(Metric::temperature).time, sampled);
}

TEST_F(IntakeTest, CountsWhatADeviceGaveUpAsLost) {
  read("kitchen", "temperature", 21, 1, 1);
  read("kitchen", "temperature", 21, 9, 6);
  EXPECT_EQ(device("kitchen").counts.lost, 4U);
  EXPECT_EQ(last_receipt(), (contract::Receipt{kBoot, 5, 9}));
  expect_balance();
}

TEST_F(IntakeTest, GarbageOnAnyTopicIsQuarantinedAndCounted) {
  const std::vector<std::string> topics{"sensor/kitchen/temperature",
                                        "sensor/kitchen/batch",
                                        "sensor/kitchen/audio",
                                        "window/kitchen/control",
                                        "window/kitchen/set",
                                        "window/kitchen/state",
                                        "device/kitchen/status",
                                        "device/kitchen/info",
                                        "device/kitchen/event",
                                        "device/kitchen/command",
                                        "device/kitchen/receipt",
                                        "device/kitchen/config/desired",
                                        "device/kitchen/config/reported",
                                        "device/kitchen/other",
                                        "ml/status",
                                        "ml/model",
                                        "sensor/kitchen/nonsense",
                                        "sensor/BAD NAME/humidity",
                                        "sensor",
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

TEST_F(IntakeTest, WhatIsSensedIsShownWhileTheJournalIsClosedAndTheDeviceCountsAsHeard) {
  read("kitchen", "temperature", 21, 1, 1);
  admission = Admission::closed;
  pass(1min);
  read("kitchen", "temperature", 22, 2, 1);
  EXPECT_EQ(device("kitchen").readings.of(Metric::temperature).value, 22);
  EXPECT_EQ(device("kitchen").last_seen, now.wall);
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

TEST_F(IntakeTest, ReplayedReadingsAskForNothing) {
  say("device/kitchen/info", R"({"boot":1,"chip":"recording"})", contract::Retain::yes);
  const auto long_ago = (now.wall - 48h).time_since_epoch().count();
  for (int seq = 1; seq <= 2; ++seq) {
    say(fmt::format("sensor/kitchen/{}", seq == 1 ? "temperature" : "humidity"),
        fmt::format(R"({{"value":20,"boot":1,"seq":{},"up_ms":1,"now_ms":1,"time_ms":{}}})", seq,
                    long_ago));
  }
  EXPECT_EQ(rows(TableNumber::readings), 2U);
  EXPECT_TRUE(outcome.publications.empty());
  EXPECT_EQ(device("kitchen").readings.of(Metric::temperature).time, now.wall - 48h);
  EXPECT_FALSE(device("kitchen").wrong_clock) << "a recording's times are its own";
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

TEST_F(IntakeTest, AReadingDatedAheadDoesNotHideTheNextOnes) {
  const auto ahead = (now.wall + 20h).time_since_epoch().count();
  say("sensor/kitchen/temperature",
      fmt::format(R"({{"value":30,"boot":1,"seq":1,"up_ms":1,"now_ms":1,"time_ms":{}}})", ahead));
  EXPECT_EQ(device("kitchen").readings.of(Metric::temperature).time, now.wall);
  pass(10s);
  say("sensor/kitchen/temperature", "21");
  EXPECT_EQ(device("kitchen").readings.of(Metric::temperature).value, 21);
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
  ASSERT_NE(device("kitchen").last_event, nullptr);
  EXPECT_EQ(device("kitchen").last_event->request_id, id) << "not one of a person's wish";
  say("device/kitchen/event", R"({"event":"refused","reason":"the window is locked"})");
  EXPECT_EQ(device("kitchen").last_event->request_id, "");
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

TEST_F(IntakeTest, ADamagedRecordBeginsAnewButKeepsItsNameCountsAndReceipts) {
  read("kitchen", "temperature", 21, 1, 1);
  intake->complete(now, outcome);
  auto records = outcome.journal.devices;
  records.at(0).state.resize(3);
  remake();
  outcome = {};
  EXPECT_FALSE(intake->restore(records.at(0), now));
  EXPECT_EQ(device("kitchen").counts.received, 1U);
  read("kitchen", "temperature", 21, 1, 1);
  EXPECT_EQ(rows(TableNumber::readings), 0U) << "it is stored already";
  EXPECT_EQ(device("kitchen").counts.duplicate, 1U);
}

TEST_F(IntakeTest, TheMirrorSaysWhatADeviceCanDoAsSoonAsItShows) {
  say("sensor/kitchen/temperature", "21");
  EXPECT_EQ(rows(TableNumber::devices), 1U);
  EXPECT_THAT(std::string{outcome.journal.rows.encoded(TableNumber::devices)},
              HasSubstr("temperature"));
  say("sensor/kitchen/temperature", "21.5");
  EXPECT_EQ(rows(TableNumber::devices), 1U);
  say("sensor/kitchen/humidity", "50");
  EXPECT_EQ(rows(TableNumber::devices), 2U);
}

TEST_F(IntakeTest, TheMirrorSaysEveryHourThatADeviceIsStillHeard) {
  say("sensor/kitchen/temperature", "21");
  for (int minute = 0; minute < 150; minute += 5) {
    pass(5min);
    say("sensor/kitchen/temperature", "21");
    intake->tick(now, outcome);
  }
  EXPECT_EQ(rows(TableNumber::devices), 3U);
}

}  // namespace
}  // namespace luft::hub

// A demo passes only when what was sent was stored, once each, and the model moved every window.
#include "cli/demo_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace luft::cli {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

DemoEvidence good_demo() {
  DemoEvidence evidence;
  evidence.rooms = 1;
  evidence.seconds = 60;
  evidence.fleet.devices["kitchen"] = {
      .sent = 100, .receipted = 100, .unsent = 0, .movements = 4, .moved_by_model = 3};
  evidence.fleet.loop_p50_ms = 4.5;
  evidence.fleet.loop_p99_ms = 9.0;
  evidence.before = {.balanced = true, .devices = {{"kitchen", {.received = 7, .stored = 7}}}};
  evidence.after = {.balanced = true, .devices = {{"kitchen", {.received = 107, .stored = 107}}}};
  evidence.system.totals = {{"requests", 9}, {"controls", 9}, {"errors", 0}};
  return evidence;
}

TEST(DemoSummary, HoldsWhenAllThatWasSentIsStoredOnce) {
  const auto summary = summarise(good_demo());
  EXPECT_THAT(summary.broken, IsEmpty());
  EXPECT_EQ(summary.stored, 100);
}

TEST(DemoSummary, SaysWhatWasOnItsWayWhenADemoEndedAtOnce) {
  FleetReport report;
  report.devices["kitchen"].unsent = 3;
  report.devices["bath"].unsent = 4;
  EXPECT_THAT(unfinished_text(report, 12),
              AllOf(HasSubstr("7 readings without a receipt"), HasSubstr("12 kept by the hub")));
  EXPECT_THAT(unfinished_text(std::nullopt, std::nullopt),
              AllOf(HasSubstr("unknown number"), HasSubstr("does not answer")));
}

TEST(DemoSummary, TellsALostReading) {
  auto evidence = good_demo();
  evidence.after.devices["kitchen"].stored = 106;
  const auto summary = summarise(evidence);
  EXPECT_EQ(summary.lost, 1);
  EXPECT_THAT(summary.broken, ElementsAre("1 readings lost"));
}

TEST(DemoSummary, TellsAReadingStoredTwice) {
  auto evidence = good_demo();
  evidence.after.devices["kitchen"].stored = 108;
  const auto summary = summarise(evidence);
  EXPECT_EQ(summary.duplicated, 1);
  EXPECT_EQ(summary.lost, 0);
  EXPECT_THAT(summary.broken, ElementsAre("1 readings stored twice"));
}

TEST(DemoSummary, DoesNotLetALossHideBehindADuplicateOfTheSameRoom) {
  auto evidence = good_demo();
  evidence.after.stored_twice["kitchen"] = 1;
  const auto summary = summarise(evidence);
  EXPECT_EQ(summary.stored, summary.fleet.sent);
  EXPECT_EQ(summary.lost, 1);
  EXPECT_EQ(summary.duplicated, 1);
}

TEST(DemoSummary, DoesNotLetOneRoomsLossHideBehindAnothersDuplicate) {
  auto evidence = good_demo();
  evidence.rooms = 2;
  evidence.fleet.devices["bath"] = evidence.fleet.devices["kitchen"];
  evidence.after.devices["bath"].stored = 101;
  evidence.after.devices["kitchen"].stored = 106;
  const auto summary = summarise(evidence);
  EXPECT_EQ(summary.stored, summary.fleet.sent);
  EXPECT_EQ(summary.lost, 1);
  EXPECT_EQ(summary.duplicated, 1);
}

TEST(DemoSummary, TellsARoomThatTheModelNeverMoved) {
  auto evidence = good_demo();
  evidence.fleet.devices["kitchen"].moved_by_model = 0;
  EXPECT_THAT(summarise(evidence).broken, Contains(HasSubstr("never moved")));
  evidence.ran_its_time = false;
  EXPECT_THAT(summarise(evidence).broken, IsEmpty()) << "ended early, by hand";
}

TEST(DemoSummary, TellsErrorsImbalanceAndMissingRooms) {
  auto evidence = good_demo();
  evidence.rooms = 2;
  evidence.after.balanced = false;
  evidence.system.totals["errors"] = 1;
  evidence.logged_errors = 2;
  evidence.fleet.devices["kitchen"].unsent = 2;
  EXPECT_THAT(summarise(evidence).broken,
              ElementsAre("2 readings still on the devices",
                          "3 errors, by the hub's count and the services' logs",
                          "the hub's counts do not balance", "1 of 2 rooms reported"));
}

TEST(DemoSummary, PrintsThePromisedObject) {
  const auto json = nlohmann::json::parse(to_json(summarise(good_demo())));
  EXPECT_EQ(json["rooms"], 1);
  EXPECT_EQ(json["readings"]["sent"], 100);
  EXPECT_EQ(json["readings"]["receipted"], 100);
  EXPECT_EQ(json["readings"]["stored"], 100);
  EXPECT_EQ(json["moved_by_model"], 3);
  EXPECT_EQ(json["latency_ms"]["loop_p99"], 9.0);
  for (const char* name : {"seconds", "requests", "controls", "movements", "lost", "duplicated",
                           "quarantined", "errors"}) {
    EXPECT_TRUE(json[name].is_number()) << name;
  }
}

TEST(FleetReport, IsTheLastLineThatHoldsOne) {
  const auto report = parse_fleet_report(
      "{\"level\":\"info\",\"msg\":\"devices\"}\n"
      R"({"devices":1,"rooms":[{"id":"room-1","sent":5,"receipted":4,"unreceipted":1,)"
      R"("movements":1,"moved_by_model":1}],"loop_ms":{"p50":3.5,"p99":null,"count":1}})"
      "\n"
      "bye\n");
  ASSERT_TRUE(report) << report.error();
  EXPECT_EQ(report->devices.at("room-1").sent, 5);
  EXPECT_EQ(report->devices.at("room-1").unsent, 1);
  EXPECT_EQ(report->loop_p50_ms, 3.5);
  EXPECT_EQ(report->loop_p99_ms, std::nullopt);
}

TEST(FleetReport, WithOddPlacesIsReadAsFarAsItGoes) {
  const auto report = parse_fleet_report(R"({"rooms":[3,{"id":4},{"id":"a"}],"loop_ms":"x"})");
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->devices.contains("a"));
  EXPECT_FALSE(report->loop_p50_ms);
}

TEST(FleetReport, ThatIsMissingIsAnError) {
  EXPECT_FALSE(parse_fleet_report(""));
  EXPECT_FALSE(parse_fleet_report("{\"rooms\":[],\"loop_ms\":"));
}

}  // namespace
}  // namespace luft::cli

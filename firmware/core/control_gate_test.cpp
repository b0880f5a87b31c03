#include "firmware/core/control_gate.h"

#include <gtest/gtest.h>

namespace luft::firmware {
namespace {

using std::chrono::seconds;

constexpr std::uint64_t kBoot = 9;

contract::WindowControl based_on(std::uint64_t boot, std::uint64_t seq) {
  contract::WindowControl control;
  control.position_pct = 40;
  control.as_of = contract::ReadingRef{boot, seq};
  return control;
}

// A reading every two seconds, seq 1 at the start.
ControlGate gate_after(Uptime uptime, const ControlGateSettings& settings = {}) {
  ControlGate gate(settings, kBoot);
  std::uint64_t seq = 0;
  for (Uptime now{}; now <= uptime; now += seconds{2}) gate.on_reading(++seq, now);
  return gate;
}

TEST(ControlGate, AdmitsADecisionOnARecentReading) {
  auto gate = gate_after(seconds{600});
  EXPECT_TRUE(gate.admit(based_on(kBoot, 301), seconds{600}));
}

TEST(ControlGate, AdmitsTheSameDecisionAgainAsADuplicateIsHarmless) {
  auto gate = gate_after(seconds{600});
  EXPECT_TRUE(gate.admit(based_on(kBoot, 300), seconds{600}));
  EXPECT_TRUE(gate.admit(based_on(kBoot, 300), seconds{601}));
}

TEST(ControlGate, RefusesAnotherBoot) {
  auto gate = gate_after(seconds{600});
  EXPECT_EQ(gate.admit(based_on(kBoot - 1, 300), seconds{600}).error(),
            "as_of names another boot of this device");
}

TEST(ControlGate, RefusesADecisionOlderThanTheLastAccepted) {
  auto gate = gate_after(seconds{600});
  ASSERT_TRUE(gate.admit(based_on(kBoot, 300), seconds{600}));
  EXPECT_EQ(gate.admit(based_on(kBoot, 299), seconds{600}).error(),
            "as_of is older than the last one accepted");
}

TEST(ControlGate, RefusesADecisionOnAReadingOlderThanFiveMinutes) {
  auto gate = gate_after(seconds{600});
  EXPECT_EQ(gate.admit(based_on(kBoot, 148), seconds{600}).error(),
            "as_of is older than 5 minutes");                   // taken at 294 s
  EXPECT_TRUE(gate.admit(based_on(kBoot, 154), seconds{600}));  // at 306 s: marks are 5 s apart
}

TEST(ControlGate, JudgesAgeByItsOwnUptimeEvenWhenNoReadingFollowed) {
  auto gate = gate_after(seconds{10});
  EXPECT_TRUE(gate.admit(based_on(kBoot, 6), seconds{300}));
  EXPECT_FALSE(gate.admit(based_on(kBoot, 6), seconds{311}));
}

TEST(ControlGate, RefusesAReadingItHasNotTaken) {
  auto gate = gate_after(seconds{600});
  EXPECT_EQ(gate.admit(based_on(kBoot, 302), seconds{600}).error(),
            "as_of names a reading not taken yet");
}

TEST(ControlGate, AdmitsThePlainFormUnlessStrict) {
  contract::WindowControl plain;
  auto gate = gate_after(seconds{600});
  EXPECT_TRUE(gate.admit(plain, seconds{600}));
  auto strict = gate_after(seconds{600}, {.as_of = AsOf::required});
  EXPECT_FALSE(strict.admit(plain, seconds{600}));
}

TEST(ControlGate, KeepsJudgingAfterDaysOfReadings) {
  auto gate = gate_after(seconds{200'000});
  EXPECT_TRUE(gate.admit(based_on(kBoot, 100'001), seconds{200'000}));
  EXPECT_FALSE(gate.admit(based_on(kBoot, 100), seconds{200'000}));
}

}  // namespace
}  // namespace luft::firmware

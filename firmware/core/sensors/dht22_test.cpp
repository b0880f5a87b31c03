#include "firmware/core/sensors/dht22.h"

#include <gtest/gtest.h>

#include "firmware/core/sensors/simulated_chips.h"

namespace luft::firmware {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::dht22_answer;
using testing::dht22_bytes;

// The example of the data sheet (AM2302): 65.2 % and 35.1 °C.
const auto kPrinted = std::array<std::uint8_t, 5>{0x02, 0x8C, 0x01, 0x5F, 0xEE};

TEST(Dht22Pulses, GiveWhatTheDataSheetPrints) {
  EXPECT_EQ(decode_dht22(dht22_answer(kPrinted)),
            (Dht22Reading{.temperature_deci_c = 351, .humidity_deci_pct = 652}));
}

TEST(Dht22Pulses, CarryFrostAsASignAndAMagnitude) {
  EXPECT_EQ(decode_dht22(dht22_answer(dht22_bytes(652, 0x8065)))->temperature_deci_c, -101);
}

TEST(Dht22Pulses, CarryFrostOfSomeClonesAsTwosComplement) {
  EXPECT_EQ(decode_dht22(dht22_answer(dht22_bytes(652, 0xFF9B)))->temperature_deci_c, -101);
}

TEST(Dht22Pulses, AreReadWhateverTheClockThinksAMicrosecondIs) {
  for (const double clock : {0.75, 0.9, 1.1, 1.25}) {
    EXPECT_TRUE(decode_dht22(dht22_answer(kPrinted, clock))) << clock;
  }
}

TEST(Dht22Pulses, AreReadWithSlowEdges) {
  auto pulses = dht22_answer(kPrinted);
  for (Pulse& pulse : pulses) {
    if (pulse.length_us == 0) continue;
    const int change = pulse.level == LineLevel::low ? 7 : -7;
    pulse.length_us = static_cast<std::uint16_t>(pulse.length_us + change);
  }
  EXPECT_TRUE(decode_dht22(pulses));
}

TEST(Dht22Pulses, AreReadWithoutTheBeginningAndWithAnIdleEnd) {
  auto pulses = dht22_answer(kPrinted);
  pulses.erase(pulses.begin(), pulses.begin() + 3);
  pulses.back() = {LineLevel::high, 1'000};
  EXPECT_TRUE(decode_dht22(pulses));
}

TEST(Dht22Pulses, AreRefusedWhenOneIsMissing) {
  for (std::size_t lost = 3; lost < 83; ++lost) {
    auto pulses = dht22_answer(kPrinted);
    pulses.erase(pulses.begin() + static_cast<std::ptrdiff_t>(lost));
    EXPECT_FALSE(decode_dht22(pulses)) << lost;
  }
}

TEST(Dht22Pulses, AreRefusedWithAnyBitWrong) {
  for (std::size_t bit = 0; bit < 40; ++bit) {
    auto bytes = kPrinted;
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1U << bit % 8);
    EXPECT_EQ(decode_dht22(dht22_answer(bytes)).error(), SensorTrouble::bad_checksum) << bit;
  }
}

TEST(Dht22Pulses, AreRefusedWhenNoRoomIsLikeThat) {
  for (const auto& bytes : {dht22_bytes(0, 0), dht22_bytes(1'001, 200), dht22_bytes(500, 801),
                            dht22_bytes(500, 0xF000)}) {
    EXPECT_EQ(decode_dht22(dht22_answer(bytes)).error(), SensorTrouble::implausible);
  }
}

TEST(Dht22Pulses, OfASilentLineAreNoAnswer) {
  EXPECT_EQ(decode_dht22({}).error(), SensorTrouble::no_answer);
  const Pulse released[] = {{LineLevel::high, 65'000}, {LineLevel::low, 0}};
  EXPECT_EQ(decode_dht22(released).error(), SensorTrouble::no_answer);
}

TEST(Dht22, IsAskedAtMostEveryTwoSeconds) {
  testing::SimulatedDht22 wire;
  Dht22 sensor({.measure_every = milliseconds{100}}, wire);
  for (Uptime now{}; now < seconds{60}; now += milliseconds{2}) sensor.on_tick(now);
  EXPECT_LE(wire.asked, 30);
  EXPECT_GE(wire.asked, 27);
}

TEST(Dht22, KeepsItsLastMeasurementWhenTheNextFails) {
  testing::SimulatedDht22 wire;
  Dht22 sensor({}, wire);
  wire.answer = dht22_answer(kPrinted);
  Uptime now{};
  for (; now < seconds{4}; now += milliseconds{2}) sensor.on_tick(now);
  EXPECT_DOUBLE_EQ(*sensor.latest().temperature_c, 35.1);
  EXPECT_DOUBLE_EQ(*sensor.latest().humidity_pct, 65.2);
  const Uptime measured = sensor.latest().measured;
  wire.answer.clear();
  for (; now < seconds{20}; now += milliseconds{2}) sensor.on_tick(now);
  EXPECT_EQ(sensor.latest().measured, measured);
  EXPECT_EQ(sensor.trouble(), SensorTrouble::no_answer);
}

}  // namespace
}  // namespace luft::firmware

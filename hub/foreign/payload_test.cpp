#include "hub/foreign/payload.h"

#include <gtest/gtest.h>

#include "hub/foreign/golden_file.h"

namespace luft::hub {
namespace {

constexpr double kNone = -1e9;

double at(const std::string& payload, const std::string& pointer) {
  return ForeignPayload{payload}.number_at(pointer).value_or(kNone);
}

NoNumber why_not(const std::string& payload, const std::string& pointer = "") {
  const auto number = ForeignPayload{payload}.number_at(pointer);
  EXPECT_FALSE(number) << payload;
  return number ? NoNumber{255} : number.error();
}

TEST(ForeignPayload, HoldsTheNumbersThatRealDevicesSend) {
  const std::string thermometer = golden("zigbee2mqtt_thermometer.json");
  EXPECT_EQ(at(thermometer, "/temperature"), 22.4);
  EXPECT_EQ(at(thermometer, "/humidity"), 58.5);
  EXPECT_EQ(at(thermometer, "/pressure"), 1001.8);
  EXPECT_EQ(at(golden("zigbee2mqtt_cover.json"), "/position"), 74);
  EXPECT_EQ(at(golden("shelly_gen2_cover.json"), "/current_pos"), 100);
  EXPECT_EQ(at(golden("shelly_gen2_cover.json"), "/temperature/tC"), 55.4);
  EXPECT_EQ(at(golden("shelly_gen1_roller_pos.txt"), ""), 75);
  EXPECT_EQ(at(golden("esphome_cover_position_state.txt"), ""), 30);
}

TEST(ForeignPayload, SaysWhatIsAbsentApartFromWhatIsNoNumber) {
  EXPECT_EQ(why_not(golden("zigbee2mqtt_contact.json"), "/temperature"), NoNumber::absent);
  EXPECT_EQ(why_not(golden("shelly_gen2_uncalibrated.json"), "/current_pos"), NoNumber::absent);
  EXPECT_EQ(why_not("", "/temperature"), NoNumber::absent);  // a retained message was deleted
  EXPECT_EQ(why_not("[1]", "/5"), NoNumber::absent);
  EXPECT_EQ(why_not(golden("esphome_sensor_unknown.txt")), NoNumber::not_number);
  EXPECT_EQ(why_not(golden("esphome_cover_state.txt")), NoNumber::not_number);
  EXPECT_EQ(why_not("{\"a\":{\"b\":1}}", "/a"), NoNumber::not_number);
  EXPECT_EQ(why_not("{\"a\":\"warm\"}", "/a"), NoNumber::not_number);
  EXPECT_EQ(why_not("{\"a\":1", "/a"), NoNumber::not_number);
  EXPECT_EQ(why_not("1e999"), NoNumber::not_number);
  EXPECT_EQ(why_not("\"inf\""), NoNumber::not_number);
}

TEST(ForeignPayload, HasNothingAtAnIndexBeyondAnyList) {
  EXPECT_EQ(why_not("[1]", "/99999999999999999999999"), NoNumber::absent);
}

TEST(ForeignPayload, TakesTextAndTruthAsNumbersWhereTheyAre) {
  EXPECT_EQ(at("{\"battery\":\"100.00\"}", "/battery"), 100);
  EXPECT_EQ(at("{\"rain\":true}", "/rain"), 1);
  EXPECT_EQ(at("{\"rain\":false}", "/rain"), 0);
  EXPECT_EQ(at("{\"a/b\":{\"m~n\":[1,2]}}", "/a~1b/m~0n/1"), 2);
}

TEST(ForeignPayload, IsReadOnlyUpToALimitAndHoweverDeepItGoes) {
  EXPECT_EQ(why_not(std::string(ForeignPayload::kMaxBytes, ' ') + "1"), NoNumber::not_number);
  EXPECT_EQ(why_not(std::string(30'000, '[') + std::string(30'000, ']'), "/0/0"),
            NoNumber::not_number);
}

}  // namespace
}  // namespace luft::hub

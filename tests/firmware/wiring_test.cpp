// The drawings of the wiring say what config.h says: whoever solders by a wrong one breaks a part.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <string>
#include <vector>

#include "runtime/file.h"

namespace luft::tests {
namespace {

using Wires = std::multimap<std::string, std::string>;

std::string source(const std::string& path) {
  const auto text = runtime::read_file(std::string{LUFT_SOURCE_DIR} + "/" + path);
  EXPECT_TRUE(text) << text.error();
  return text.value_or("");
}

std::vector<std::smatch> all_of(const std::string& text, const std::regex& pattern) {
  return {std::sregex_iterator(text.begin(), text.end(), pattern), std::sregex_iterator()};
}

// The pins of the ESP32 DevKitC in config.h: "servo" is "GPIO18"; a stepper's are "stepper 1" on.
std::map<std::string, std::string> pins() {
  std::string text = source("firmware/esp32/main/config.h");
  text = text.substr(text.find("#if CONFIG_IDF_TARGET_ESP32 "));
  text = text.substr(0, text.find("#elif"));
  std::map<std::string, std::string> result;
  for (const auto& pin : all_of(text, std::regex(R"(\.(\w+) = GPIO_NUM_(\d+))"))) {
    result[pin[1]] = "GPIO" + pin[2].str();
  }
  std::smatch coils;
  if (std::regex_search(text, coils, std::regex(R"(\.stepper = \{([^}]*)\})"))) {
    const std::string list = coils[1];
    int number = 0;
    for (const auto& pin : all_of(list, std::regex(R"(GPIO_NUM_(\d+))"))) {
      result["stepper " + std::to_string(++number)] = "GPIO" + pin[1].str();
    }
  }
  return result;
}

// Which pins of the board go to a part's pin of that name. Board on the left, parts on the right: a
// name stands beside its circle, and a wire goes from circle to circle.
Wires wires(const std::string& drawing) {
  const std::string text = source("docs/images/" + drawing);
  std::map<std::string, std::string> names;  // by the circle's place
  const std::regex pin(R"re(class="pin"[^>]*>([^<]*)</text><circle cx="(\d+)" cy="(\d+)")re");
  for (const auto& found : all_of(text, pin)) {
    names[found[2].str() + " " + found[3].str()] = found[1];
  }
  Wires result;
  const std::regex wire(R"re(d="M(\d+) (\d+)H\d+V(\d+)H(\d+)")re");
  for (const auto& found : all_of(text, wire)) {
    result.emplace(names.at(found[4].str() + " " + found[3].str()),
                   names.at(found[1].str() + " " + found[2].str()));
  }
  return result;
}

std::vector<std::string> to(const Wires& wires, const std::string& part) {
  std::vector<std::string> result;
  const auto [first, last] = wires.equal_range(part);
  for (auto wire = first; wire != last; ++wire) result.push_back(wire->second);
  return result;
}

using ::testing::ElementsAre;

TEST(Wiring, OfTheSensorsIsDrawnAsTheFirmwareHasIt) {
  const auto pin = pins();
  const Wires drawn = wires("wiring-sensors.svg");
  EXPECT_THAT(to(drawn, "SDA"), ElementsAre(pin.at("i2c_data")));
  EXPECT_THAT(to(drawn, "SCL"), ElementsAre(pin.at("i2c_clock")));
  EXPECT_THAT(to(drawn, "2 DATA"), ElementsAre(pin.at("dht22")));
  EXPECT_THAT(to(drawn, "SCK"), ElementsAre(pin.at("sound_clock")));
  EXPECT_THAT(to(drawn, "WS"), ElementsAre(pin.at("sound_word_select")));
  EXPECT_THAT(to(drawn, "SD"), ElementsAre(pin.at("sound_data")));
}

TEST(Wiring, OfTheServoIsDrawnAsTheFirmwareHasIt) {
  const Wires drawn = wires("wiring-servo.svg");
  EXPECT_THAT(to(drawn, "signal (orange)"), ElementsAre(pins().at("servo")));
  EXPECT_THAT(to(drawn, "5 V (red)"), ElementsAre()) << "the board cannot feed a servo";
}

TEST(Wiring, OfTheStepperIsDrawnAsTheFirmwareHasIt) {
  const auto pin = pins();
  const Wires drawn = wires("wiring-stepper.svg");
  for (const std::string coil : {"1", "2", "3", "4"}) {
    EXPECT_THAT(to(drawn, "IN" + coil), ElementsAre(pin.at("stepper " + coil)));
  }
  EXPECT_THAT(to(drawn, "NO"), ElementsAre(pin.at("limit_switch")));
  EXPECT_THAT(to(drawn, "COM"), ElementsAre("GND"));
  EXPECT_THAT(to(drawn, "alarm contact"), ElementsAre(pin.at("smoke")));
  EXPECT_THAT(to(drawn, "alarm ground"), ElementsAre("GND"));
  EXPECT_THAT(to(drawn, "LED + by 1 kOhm"), ElementsAre(pin.at("led")));
}

}  // namespace
}  // namespace luft::tests

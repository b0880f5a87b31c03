#include "firmware/core/setup/device_setup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace luft::firmware {
namespace {

constexpr std::string_view kGood =
    "network=Home&network_password=correct+horse&id=kitchen&host=192.168.1.5&port=8883&"
    "security=tls&broker_password=s3cret&climate=dht22&microphone=yes&actuator=servo&"
    "servo_closed_us=2000&servo_open_us=900&most_open_pct=80&travel_half_steps=4096&"
    "travel=5%3A30+60%3A70&sound_offset_db=-1.5&time_zone=EST5EDT%2CM3.2.0%2CM11.1.0";
constexpr std::string_view kPem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";

// "field reason", or empty when it is well.
std::string trouble(std::string_view form) {
  DeviceSetup setup;
  const auto read = read_setup(form, setup);
  return read ? "" : std::string{read.error().field} + " " + std::string{read.error().reason};
}

std::string changed(std::string_view from, std::string_view to) {
  std::string form{kGood};
  const auto at = form.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return form.replace(at, from.size(), to);
}

TEST(DeviceSetup, ReadsAllThatAPersonFilledIn) {
  DeviceSetup setup;
  ASSERT_TRUE(read_setup(kGood, setup));
  EXPECT_EQ(setup.id.view(), "kitchen");
  EXPECT_EQ(setup.network.view(), "Home");
  EXPECT_EQ(setup.network_password.view(), "correct horse");
  EXPECT_EQ(setup.broker_host.view(), "192.168.1.5");
  EXPECT_EQ(setup.broker_port, 8883);
  EXPECT_EQ(setup.security, BrokerSecurity::tls);
  EXPECT_EQ(setup.climate, ClimateChip::dht22);
  EXPECT_EQ(setup.microphone, MicrophoneWired::yes);
  EXPECT_EQ(setup.actuator, Actuator::servo);
  EXPECT_EQ(setup.servo_open_us, 900);
  EXPECT_EQ(setup.most_open_pct, 80);
  EXPECT_EQ(setup.travel_half_steps, 4'096);
  EXPECT_EQ(setup.travel.view(), "5:30 60:70");
  EXPECT_EQ(setup.sound_offset_db.view(), "-1.5");
  EXPECT_EQ(setup.time_zone.view(), "EST5EDT,M3.2.0,M11.1.0");
}

TEST(DeviceSetup, KeptByAnEarlierFirmwareIsReadWithWhatItHadNotYet) {
  DeviceSetup setup;
  ASSERT_TRUE(read_setup("network=Home&id=kitchen&host=192.168.1.5", setup));
  EXPECT_EQ(setup.most_open_pct, 100);
  EXPECT_EQ(setup.travel_half_steps, 8'192);
  EXPECT_TRUE(setup.time_zone.empty());
}

TEST(DeviceSetup, PrefersTheTimeZoneThatWasTypedIn) {
  DeviceSetup setup;
  ASSERT_TRUE(read_setup(std::string{kGood} + "&time_zone_other=%3C%2B03%3E-3", setup));
  EXPECT_EQ(setup.time_zone.view(), "<+03>-3");
}

TEST(DeviceSetup, ReadsBackWhatItWrote) {
  DeviceSetup setup;
  ASSERT_TRUE(read_setup(kGood, setup));
  ASSERT_TRUE(setup.ca.set(kPem));
  setup.network = contract::Text<32>::cut("a&b=c \"<\xC3\xA9>");
  const auto buffer = std::make_unique<std::array<char, kMaxSetupBytes>>();
  const auto text = write_setup(setup, *buffer);
  DeviceSetup again;
  ASSERT_TRUE(read_setup(text, again));
  EXPECT_EQ(again.network, setup.network);
  EXPECT_EQ(again.ca.view(), kPem);
  EXPECT_EQ(again.servo_closed_us, 2'000);
  const auto other = std::make_unique<std::array<char, kMaxSetupBytes>>();
  EXPECT_EQ(write_setup(again, *other), text);
}

TEST(DeviceSetup, HasRoomForTheLongestOfEverything) {
  DeviceSetup setup;
  ASSERT_TRUE(read_setup(kGood, setup));
  std::string pem = "-----BEGIN CERTIFICATE-----";
  pem.append(Certificate::kMaxBytes - pem.size() - 25, '\n');
  pem += "-----END CERTIFICATE-----";
  ASSERT_TRUE(setup.ca.set(pem));
  setup.network = contract::Text<32>::cut(std::string(32, '%'));
  setup.network_password = contract::Text<64>::cut(std::string(64, '%'));
  setup.broker_password = setup.network_password;
  setup.broker_host = contract::Text<128>::cut(std::string(128, '%'));
  setup.travel = contract::Text<64>::cut(std::string(64, ':'));
  setup.time_zone = contract::Text<64>::cut(std::string(64, '<'));
  const auto buffer = std::make_unique<std::array<char, kMaxSetupBytes>>();
  EXPECT_FALSE(write_setup(setup, *buffer).empty());
}

TEST(DeviceSetup, TakesACertificateOfWhiteSpaceForNone) {
  DeviceSetup setup;
  ASSERT_TRUE(setup.ca.set(" \r\n\t"));
  EXPECT_TRUE(setup.ca.empty());
}

TEST(DeviceSetup, NamesTheFieldThatIsWrong) {
  using ::testing::StartsWith;
  EXPECT_THAT(trouble(changed("network=Home", "network=")), StartsWith("network is missing"));
  EXPECT_THAT(trouble(changed("correct+horse", "short")), StartsWith("network_password "));
  EXPECT_THAT(trouble(changed("id=kitchen", "id=My+Kitchen")), StartsWith("id "));
  EXPECT_THAT(trouble(changed("192.168.1.5", "http%3A%2F%2Fx")), StartsWith("host "));
  EXPECT_THAT(trouble(changed("192.168.1.5", "")), StartsWith("host "));
  EXPECT_THAT(trouble(changed("port=8883", "port=70000")), StartsWith("port "));
  EXPECT_THAT(trouble(changed("port=8883", "port=88x")), StartsWith("port "));
  EXPECT_THAT(trouble(changed("security=tls", "security=ssl")), StartsWith("security "));
  EXPECT_THAT(trouble(changed("servo_open_us=900", "servo_open_us=2001")),
              StartsWith("servo_open"));
  EXPECT_THAT(trouble(changed("servo_open_us=900", "servo_open_us=9000")),
              StartsWith("servo_open"));
  EXPECT_THAT(trouble(changed("most_open_pct=80", "most_open_pct=0")),
              StartsWith("most_open_pct "));
  EXPECT_THAT(trouble(changed("half_steps=4096", "half_steps=20")),
              StartsWith("travel_half_steps "));
  EXPECT_THAT(trouble(changed("5%3A30", "70%3A30")),
              StartsWith("travel are at most six rising pairs"));
  EXPECT_THAT(trouble(changed("db=-1.5", "db=-21")), StartsWith("sound_offset_db "));
  EXPECT_THAT(trouble(changed("db=-1.5", "db=1,5")), StartsWith("sound_offset_db "));
  EXPECT_THAT(trouble(changed("EST5EDT", "Europe")), StartsWith("time_zone_other "));
  EXPECT_THAT(trouble(std::string{kGood} + "&ca=MIIB"), StartsWith("ca "));
  EXPECT_THAT(trouble(std::string{kGood} + "&id=other"), StartsWith("id was sent twice"));
}

TEST(DeviceSetup, KeepsWhatIsWellForThePersonToGoOnWith) {
  DeviceSetup setup;
  EXPECT_FALSE(read_setup(changed("id=kitchen", "id=K"), setup));
  EXPECT_EQ(setup.network.view(), "Home");
  EXPECT_EQ(setup.broker_host.view(), "192.168.1.5");
  EXPECT_EQ(setup.actuator, Actuator::servo);
}

TEST(DeviceSetup, PrefersTheNetworkThatWasTypedIn) {
  DeviceSetup setup;
  ASSERT_TRUE(read_setup(std::string{kGood} + "&network_other=Hidden", setup));
  EXPECT_EQ(setup.network.view(), "Hidden");
}

TEST(PairingCode, StandsForNameBrokerAndPassword) {
  DeviceSetup setup;
  ASSERT_TRUE(
      read_setup("network=Home&pairing=mqtts%3A%2F%2Fkitchen%3As3cret%40luft.local", setup));
  EXPECT_EQ(setup.id.view(), "kitchen");
  EXPECT_EQ(setup.broker_password.view(), "s3cret");
  EXPECT_EQ(setup.broker_host.view(), "luft.local");
  EXPECT_EQ(setup.broker_port, 8883);
  EXPECT_EQ(setup.security, BrokerSecurity::tls);
}

TEST(PairingCode, IsRefusedWholeWhenAPartIsWrong) {
  DeviceSetup setup;
  const auto read = read_setup("network=Home&pairing=mqtts%3A%2F%2Fkitchen%3As3cret%40", setup);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().field, "pairing");
  EXPECT_TRUE(setup.id.empty());
}

}  // namespace
}  // namespace luft::firmware

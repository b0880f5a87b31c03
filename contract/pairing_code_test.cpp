#include "contract/pairing_code.h"

#include <gtest/gtest.h>

#include <string>

namespace luft::contract {
namespace {

std::string written(const PairingCode& code) {
  std::array<char, kMaxPairingCodeLength> buffer{};
  return std::string{write_pairing_code(code, buffer)};
}

TEST(PairingCode, IsOneLineThatReadsAsAUrl) {
  const PairingCode code{.device = DeviceId::cut("kitchen"),
                         .password = Text<64>::cut("aB-_9"),
                         .host = Text<128>::cut("192.168.1.5"),
                         .port = 1'883,
                         .security = BrokerSecurity::plain};
  EXPECT_EQ(written(code), "mqtt://kitchen:aB-_9@192.168.1.5:1883");
}

TEST(PairingCode, IsReadAsItWasWritten) {
  for (const char* password : {"", "s3cret", "a:b@c/d%e f+g", "ä€"}) {
    for (const auto security : {BrokerSecurity::tls, BrokerSecurity::plain}) {
      const PairingCode code{.device = DeviceId::cut("living_room-2"),
                             .password = Text<64>::cut(password),
                             .host = Text<128>::cut("luft.local"),
                             .port = 65'535,
                             .security = security};
      EXPECT_EQ(parse_pairing_code(written(code)), code) << written(code);
    }
  }
}

TEST(PairingCode, OfTheLongestPartsFitsItsBuffer) {
  const PairingCode code{.device = DeviceId::cut(std::string(kMaxDeviceIdLength, 'a')),
                         .password = Text<64>::cut(std::string(64, '%')),
                         .host = Text<128>::cut(std::string(128, 'h')),
                         .port = 65'535};
  EXPECT_EQ(parse_pairing_code(written(code)), code);
}

TEST(PairingCode, KnowsTheUsualPorts) {
  EXPECT_EQ(parse_pairing_code("mqtts://a:b@luft.local")->port, 8'883);
  EXPECT_EQ(parse_pairing_code("mqtt://a:b@luft.local/")->port, 1'883);
  EXPECT_TRUE(parse_pairing_code("mqtt://a@10.0.0.2")->password.empty());
}

TEST(PairingCode, IsNothingElse) {
  for (const char* text : {"", "kitchen", "http://a:b@c", "mqtt://a:b", "mqtt://:b@c",
                           "mqtt://A:b@c", "mqtt://a:b@", "mqtt://a:b@c:0", "mqtt://a:b@c:65536",
                           "mqtt://a:b@c:1x", "mqtt://a:%4@c", "mqtt://a:%00@c", "mqtt://a:b@-c",
                           "mqtt://a:b@c..d", "mqtt://a:b@c d", "mqtts://a:b@host/path"}) {
    EXPECT_FALSE(parse_pairing_code(text)) << text;
  }
}

}  // namespace
}  // namespace luft::contract

#include "cli/pairing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::cli {
namespace {

using ::testing::IsEmpty;

TEST(Pairing, NamesThePlainPortOfABrokerWithoutACertificate) {
  runtime::Settings settings;
  settings.mqtt.port = 1884;
  EXPECT_EQ(pairing_code(settings, "kitchen", "s3cret", "192.168.1.5"),
            "mqtt://kitchen:s3cret@192.168.1.5:1884");
}

TEST(Pairing, NamesTheTlsPortOfABrokerWithACertificate) {
  runtime::Settings settings;
  settings.mqtt.cert_file = "broker.pem";
  settings.mqtt.key_file = "broker.key";
  settings.mqtt.tls_port = 8884;
  EXPECT_EQ(pairing_code(settings, "kitchen", "s3cret", "luft.local"),
            "mqtts://kitchen:s3cret@luft.local:8884");
}

TEST(Pairing, IsNoneWithAHostThatIsNone) {
  for (const char* host : {"", "my host", "a@b", "-x", "::1"}) {
    EXPECT_THAT(pairing_code({}, "kitchen", "s3cret", host), IsEmpty()) << host;
  }
}

TEST(Pairing, GoesWhereTheBrokerListens) {
  runtime::Settings settings;
  settings.mqtt.bind = "10.1.2.3";
  EXPECT_EQ(own_host(settings), "10.1.2.3");
  settings.mqtt.bind = "0.0.0.0";
  EXPECT_FALSE(own_host(settings).empty());
  EXPECT_NE(own_host(settings), "0.0.0.0");
}

}  // namespace
}  // namespace luft::cli

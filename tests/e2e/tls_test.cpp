// TLS on our own broker, as docs/deploy.md says: the network gets TLS only, our services go on.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using std::chrono::seconds;

class TlsTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto made = installation_.run(
        {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=luft.test", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", installation_.file("broker.key"), "-out", installation_.file("broker.crt")});
    ASSERT_TRUE(made.status.success()) << made.err;
    installation_.set("LUFT_MQTT_CERT_FILE", installation_.file("broker.crt"));
    installation_.set("LUFT_MQTT_KEY_FILE", installation_.file("broker.key"));
    installation_.start_luft({"up"});
    ASSERT_TRUE(installation_.becomes_ready()) << installation_.said();
  }

  bool publishes_over_tls(const std::string& topic, const std::string& payload) {
    return installation_
        .run({"mosquitto_pub", "-h", "127.0.0.1", "-p",
              installation_.variable("LUFT_MQTT_TLS_PORT"), "--cafile",
              installation_.file("broker.crt"), "-q", "1", "-t", topic, "-m", payload})
        .status.success();
  }

  Installation installation_;
};

TEST_F(TlsTest, ReadingsArriveOverTlsAndOurOwnServicesDecide) {
  EXPECT_TRUE(publishes_over_tls("sensor/kitchen/temperature", "28.5"));
  EXPECT_TRUE(publishes_over_tls("sensor/kitchen/humidity", "60"));
  EXPECT_TRUE(eventually(seconds(5), [&] {
    return installation_.sql("SELECT count() FROM luft.readings WHERE device = 'kitchen'") == "2";
  }));
  const auto doctor = installation_.luft({"doctor", "--json"});
  const auto said = nlohmann::json::parse(doctor.out, nullptr, false);
  EXPECT_TRUE(said.is_object() && said["healthy"].get<bool>()) << doctor.out;
}

TEST_F(TlsTest, TheTlsPortSpeaksNothingElse) {
  const auto plain =
      installation_.run({"mosquitto_pub", "-h", "127.0.0.1", "-p",
                         installation_.variable("LUFT_MQTT_TLS_PORT"), "-t", "x", "-m", "1"});
  EXPECT_FALSE(plain.status.success());
}

}  // namespace
}  // namespace luft::tests

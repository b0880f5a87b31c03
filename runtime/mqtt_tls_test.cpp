// TLS to real brokers: trusted, not trusted, away, restarted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "runtime/channel.h"
#include "runtime/mqtt_link.h"
#include "runtime/process.h"
#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"

namespace luft::runtime {
namespace {

using namespace std::chrono_literals;
using testing::MqttPeer;
using testing::TestBroker;

// A broker with a certificate of its own making.
class TlsBroker {
 public:
  TlsBroker() {
    auto openssl =
        Process::start({.command = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                                    "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                                    "-keyout", key_file_, "-out", cert_file_},
                        .output_file = folder_.file("openssl.log")});
    EXPECT_TRUE(openssl.has_value() && openssl->wait().success());
    broker_.emplace(std::vector<std::string>{"certfile " + cert_file_, "keyfile " + key_file_});
  }
  [[nodiscard]] MqttSettings settings(const std::string& ca_file) const {
    MqttSettings settings = broker_->settings("hub");
    settings.tls = MqttTls{.ca_file = ca_file, .cert_file = {}, .key_file = {}};
    return settings;
  }
  void restart() { broker_->restart(); }
  [[nodiscard]] const std::string& cert_file() const { return cert_file_; }

 private:
  testing::TempFolder folder_;
  std::string key_file_ = folder_.file("key.pem");
  std::string cert_file_ = folder_.file("cert.pem");
  std::optional<TestBroker> broker_;
};

TEST(MqttTls, SpeaksTlsWithABrokerItCanTrust) {
  const TlsBroker broker;
  MqttPeer hub{broker.settings(broker.cert_file()), {"sensor/#"}};
  hub.publish("sensor/kitchen/audio", std::string(100'000, 'x'));  // many TLS records
  EXPECT_EQ(hub.next()->payload.size(), 100'000U);
}

MqttDisconnect second_failure_of(const MqttSettings& settings) {
  Channel<MqttDisconnect> breaks{16};
  MqttLink link{
      {.mqtt = settings},
      {.on_disconnected =
           [&breaks](const MqttDisconnect& why) { static_cast<void>(breaks.try_send(why)); }},
      runtime::Log{"hub", {.level = LogLevel::off}}};
  link.start();
  EXPECT_TRUE(breaks.receive_for(20s));  // and keeps trying
  auto why = breaks.receive_for(20s);
  EXPECT_TRUE(why);
  EXPECT_EQ(link.counters().connects, 0U);
  return std::move(why).value_or(MqttDisconnect{});
}

TEST(MqttTls, RefusesABrokerItCannotTrust) {
  const TlsBroker broker;
  const MqttDisconnect why = second_failure_of(broker.settings(""));  // the system's authorities
  EXPECT_EQ(why.kind, MqttDisconnect::Kind::unreachable);
  EXPECT_THAT(why.text, ::testing::HasSubstr("TLS"));
}

TEST(MqttTls, NamesTheCertificateFileThatIsMissing) {
  const TlsBroker broker;
  EXPECT_THAT(second_failure_of(broker.settings("/nowhere/ca.pem")).text,
              ::testing::HasSubstr("/nowhere/ca.pem"));
}

TEST(MqttTls, NoticesThatNobodyAnswersWhenItSpeaksTls) {
  const TlsBroker broker;
  MqttSettings settings = broker.settings(broker.cert_file());
  settings.port = 1;
  EXPECT_THAT(second_failure_of(settings).text, ::testing::HasSubstr("Connection refused"));
}

TEST(MqttTls, NoticesThatABrokerWithoutTlsHangsUp) {
  const TestBroker plain;
  MqttSettings settings = plain.settings("hub");
  settings.tls = MqttTls{};
  EXPECT_EQ(second_failure_of(settings).kind, MqttDisconnect::Kind::unreachable);
}

TEST(MqttTls, ReconnectsToATlsBroker) {
  TlsBroker broker;
  MqttPeer hub{broker.settings(broker.cert_file())};
  broker.restart();
  EXPECT_TRUE(hub.wait_connected());
}

}  // namespace
}  // namespace luft::runtime

// The broker's configuration is safe by default and confines devices where passwords rule.
#include "cli/broker_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

BrokerOptions options_on(const std::string& address) {
  return {.bind = address,
          .port = 1884,
          .tls_port = 8884,
          .socket_file = {},
          .password_file = "/data/passwords",
          .access_file = "/data/access",
          .certificate_file = {},
          .key_file = {},
          .run_as = {}};
}

TEST(BrokerConfig, LetsAnyoneInOnLoopbackOnly) {
  const auto text = broker_configuration(options_on("127.0.0.1"));
  EXPECT_THAT(text, HasSubstr("listener 1884 127.0.0.1\n"));
  EXPECT_THAT(text, HasSubstr("allow_anonymous true\n"));
}

TEST(BrokerConfig, AsksForPasswordsAndRightsOnOtherAddresses) {
  for (const auto* address : {"0.0.0.0", "192.168.1.10", "::"}) {
    const auto text = broker_configuration(options_on(address));
    EXPECT_THAT(text, HasSubstr("allow_anonymous false\n")) << address;
    EXPECT_THAT(text, HasSubstr("password_file /data/passwords\n")) << address;
    EXPECT_THAT(text, HasSubstr("acl_file /data/access\n")) << address;
  }
}

TEST(BrokerConfig, ServesASocketOfThisMachineToo) {
  auto options = options_on("127.0.0.1");
  EXPECT_THAT(broker_configuration(options), Not(HasSubstr("listener 0")));
  options.socket_file = "/data/run/broker.sock";
  EXPECT_THAT(broker_configuration(options), HasSubstr("listener 0 /data/run/broker.sock\n"));
}

TEST(BrokerConfig, LeavesRoomForABurst) {
  const auto text = broker_configuration(options_on("127.0.0.1"));
  EXPECT_THAT(text, HasSubstr("max_queued_messages 1000000\n"));
  EXPECT_THAT(text, HasSubstr("max_queued_bytes "));
}

TEST(BrokerConfig, WithACertificateServesOnlyThisMachineInTheClear) {
  auto options = options_on("0.0.0.0");
  options.certificate_file = "/data/tls.crt";
  EXPECT_THAT(broker_configuration(options), HasSubstr("listener 1884 0.0.0.0\n"));
  EXPECT_THAT(broker_configuration(options), Not(HasSubstr("certfile")));
  options.key_file = "/data/tls.key";
  const auto text = broker_configuration(options);
  EXPECT_THAT(text, HasSubstr("listener 1884 127.0.0.1\n"));
  EXPECT_THAT(text, Not(HasSubstr("listener 1884 0.0.0.0\n")));
  EXPECT_THAT(text, EndsWith("listener 8884 0.0.0.0\ncertfile /data/tls.crt\n"
                             "keyfile /data/tls.key\n"));
  EXPECT_THAT(text, HasSubstr("allow_anonymous false\n"));
}

}  // namespace
}  // namespace luft::cli

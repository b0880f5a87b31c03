// Accounts are kept hashed, one line each, by mosquitto's real tool.
#include "cli/broker_setup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "runtime/file.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"

namespace luft::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(BrokerAccounts, ReplaceTheirOwnLineOnly) {
  EXPECT_EQ(with_account("", "a", "a:1\n"), "a:1\n");
  EXPECT_EQ(with_account("a:1\nb:2\n", "a", "a:3\n"), "b:2\na:3\n");
  EXPECT_EQ(with_account("ab:1\n", "a", "a:3"), "ab:1\na:3\n");
}

TEST(BrokerAccounts, OneIsTakenAwayAndTheOthersStay) {
  EXPECT_EQ(without_account("a:1\nab:2\n", "a"), "ab:2\n");
  EXPECT_EQ(without_account("ab:2\n", "a"), "ab:2\n");
}

class BrokerSetupTest : public testing::Test {
 protected:
  void SetUp() override { folder_.create(); }

  std::string accounts() {
    return runtime::read_file(broker_password_file(folder_).string()).value_or("unreadable");
  }

  runtime::testing::TempFolder made_;
  DataFolder folder_{made_.path()};
  runtime::Settings settings_;
};

TEST_F(BrokerSetupTest, KeepsAPasswordHashedOnly) {
  const auto password = add_broker_account(folder_, "kitchen");
  ASSERT_TRUE(password) << password.error();
  EXPECT_GE(password->size(), 20);
  EXPECT_THAT(accounts(), StartsWith("kitchen:$"));
  EXPECT_THAT(accounts(), Not(HasSubstr(*password)));
}

TEST_F(BrokerSetupTest, GivesOurOwnServicesPasswordsWhereTheyAreNeeded) {
  settings_.mqtt.bind = "0.0.0.0";
  const auto prepared = prepare_broker(settings_, folder_);
  ASSERT_TRUE(prepared) << prepared.error();
  EXPECT_THAT(accounts(), HasSubstr("hub:$"));
  EXPECT_THAT(accounts(), HasSubstr("ml:$"));
  EXPECT_THAT(accounts(), HasSubstr("replay:$"));
  EXPECT_TRUE(runtime::read_secret_file(broker_password_of(folder_, "hub").string()));
  const auto status = std::filesystem::status(broker_password_of(folder_, "hub"));
  EXPECT_EQ(status.permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(BrokerSetupTest, KeepsThePasswordsThatRunningServicesKnow) {
  settings_.mqtt.bind = "0.0.0.0";
  ASSERT_TRUE(prepare_broker(settings_, folder_));
  const auto before = accounts();
  ASSERT_TRUE(prepare_broker(settings_, folder_));
  EXPECT_EQ(accounts(), before);
}

TEST_F(BrokerSetupTest, NeedsNoPasswordsOnLoopback) {
  const auto prepared = prepare_broker(settings_, folder_);
  ASSERT_TRUE(prepared) << prepared.error();
  EXPECT_EQ(accounts(), "");
  EXPECT_TRUE(std::filesystem::exists(broker_configuration_file(folder_)));
}

TEST_F(BrokerSetupTest, LetsTheDevicesOfOthersThatAreConfiguredIn) {
  settings_.mqtt.bind = "0.0.0.0";
  settings_.sources.emplace_back().topic = "zigbee2mqtt/Bath";
  settings_.sources.back().device = "bath";
  settings_.covers.emplace_back().device = "bath";
  settings_.covers.back().set_position = {.topic = "shelly/command/cover:0",
                                          .payload = "{position}"};
  ASSERT_TRUE(prepare_broker(settings_, folder_));
  const auto access = runtime::read_file((folder_.run() / "mosquitto.acl").string());
  EXPECT_THAT(*access, HasSubstr("pattern write zigbee2mqtt/Bath\n"));
  EXPECT_THAT(*access, HasSubstr("topic write shelly/command/cover:0\n"));
}

TEST_F(BrokerSetupTest, LetsAloneWhoeverHasTheProcessIdThatADeadBrokerLeft) {
  auto bystander = runtime::Process::start({.command = {"sleep", "60"}});
  ASSERT_TRUE(bystander);
  std::ofstream(folder_.pid_file("broker")) << bystander->pid();
  reload_broker_accounts(folder_);
  EXPECT_FALSE(bystander->wait_for(std::chrono::milliseconds(200))) << "it got a signal";
}

}  // namespace
}  // namespace luft::cli

// What is generated from the topic table: the page for readers, the broker's access list.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "contract/broker_acl.h"
#include "contract/topics.h"
#include "contract/topics_page.h"

namespace luft::contract {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
  std::istringstream stream(text);
  Lines lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The rules of one account; of devices without a name.
Lines rules_of(const std::string& user, const BrokerAccounts& accounts = {}) {
  Lines rules;
  std::string current;
  for (const std::string& line : lines_of(broker_acl(accounts))) {
    if (line.starts_with("user ")) current = line.substr(5);
    if ((line.starts_with("topic ") || line.starts_with("pattern ")) && current == user) {
      rules.push_back(line);
    }
  }
  return rules;
}

TEST(TopicsPage, IsWhatTheContractSays) {
  std::ifstream file(LUFT_SOURCE_DIR "/docs/topics.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(lines_of(page), lines_of(topics_page(LUFT_SOURCE_DIR "/contract/golden")))
      << "write it again: luft-topics-page contract/golden > docs/topics.md";
}

TEST(TopicsPage, ShowsEveryTopicAndMetric) {
  const std::string page = topics_page(LUFT_SOURCE_DIR "/contract/golden");
  for (const TopicInfo& row : all_topics()) EXPECT_THAT(page, HasSubstr(row.pattern));
  for (const MetricInfo& row : all_metrics()) EXPECT_THAT(page, HasSubstr(row.name));
}

TEST(BrokerAcl, LetsADeviceSpeakOnlyForItself) {
  const Lines rules = rules_of("");
  EXPECT_THAT(rules, Contains("pattern write sensor/%u/+"));
  EXPECT_THAT(rules, Contains("pattern write window/%u/state"));
  EXPECT_THAT(rules, Contains("pattern read window/%u/control"));
  EXPECT_THAT(rules, Contains("pattern read device/%u/receipt"));
  EXPECT_THAT(rules, Contains("pattern read ml/status"));
  for (const std::string& rule : rules) {
    if (rule.starts_with("pattern write")) {
      EXPECT_THAT(rule, HasSubstr("/%u/"));
    }
    EXPECT_THAT(rule, Not(HasSubstr("#")));
  }
}

TEST(BrokerAcl, LetsNoDeviceMoveAWindowOrReceiptReadings) {
  const Lines rules = rules_of("");
  for (const char* topic :
       {"window/%u/control", "window/%u/set", "device/%u/command", "device/%u/receipt",
        "device/%u/config/desired", "ml/status", "ml/model", "hub/status"}) {
    EXPECT_THAT(rules, Not(Contains("pattern write " + std::string(topic))));
  }
}

TEST(BrokerAcl, LetsTheHubHearAllAndSpeakForPeople) {
  const Lines rules = rules_of("hub");
  EXPECT_THAT(rules, Contains("topic read sensor/+/+"));
  EXPECT_THAT(rules, Contains("topic write window/+/set"));
  EXPECT_THAT(rules, Contains("topic write device/+/receipt"));
  EXPECT_THAT(rules, Contains("topic write homeassistant/#"));
  EXPECT_THAT(rules, Not(Contains("topic write window/+/control")));
}

TEST(BrokerAcl, LetsMlHearRequestsAndWishesAndSayDecisionsOnly) {
  EXPECT_THAT(rules_of("ml"),
              testing::UnorderedElementsAre("topic read ml/inference/request/+",
                                            "topic write window/+/control", "topic write ml/status",
                                            "topic write ml/model", "topic write ml/versions",
                                            "topic read ml/command", "topic write ml/shadow/+"));
}

TEST(BrokerAcl, LetsAReplaySpeakAsDevicesButMoveNoWindow) {
  const Lines rules = rules_of("replay");
  EXPECT_THAT(rules, Contains("topic write sensor/+/batch"));
  EXPECT_THAT(rules, Contains("topic write device/+/info"));
  EXPECT_THAT(rules, Contains("topic read device/+/receipt"));
  for (const std::string& rule : rules) {
    EXPECT_THAT(rule, Not(HasSubstr("window/")));
    EXPECT_THAT(rule, Not(HasSubstr("command")));
  }
}

TEST(BrokerAcl, NamesAccountsAndSiteAsConfigured) {
  const BrokerAccounts accounts{.hub = "north-hub", .ml = "north-ml", .site = "north"};
  EXPECT_THAT(rules_of("", accounts), Contains("pattern write north/sensor/%u/+"));
  EXPECT_THAT(rules_of("north-hub", accounts), Contains("topic write north/window/+/set"));
  EXPECT_THAT(rules_of("north-hub", accounts), Contains("topic write homeassistant/#"));
  EXPECT_THAT(rules_of("north-ml", accounts), Contains("topic write north/window/+/control"));
}

TEST(BrokerAcl, LetsHomeAssistantHearHowDevicesAreAndAskForWindows) {
  const BrokerAccounts accounts{.site = "north", .home_assistant_prefix = "ha"};
  EXPECT_THAT(rules_of("home-assistant", accounts),
              testing::UnorderedElementsAre("topic read ha/#", "topic write ha/status",
                                            "topic read north/hub/status",
                                            "topic read north/home_assistant/+/state",
                                            "topic write north/home_assistant/+/set"));
  EXPECT_THAT(rules_of("hub", accounts), Contains("topic write ha/#"));
  EXPECT_THAT(rules_of("hub", accounts), Contains("topic read north/home_assistant/+/set"));
}

TEST(BrokerAcl, LetsForeignDevicesSpeakOnTheirTopicsAndOnlyTheHubTellThemWhatToDo) {
  BrokerAccounts accounts{.site = "north"};
  accounts.foreign = {
      .said = {"zigbee2mqtt/Living room"}, .told = {"shelly/command/cover:0"}, .devices = {"bath"}};
  const Lines everyone = rules_of("", accounts);
  EXPECT_THAT(everyone, Contains("pattern write zigbee2mqtt/Living room"));
  EXPECT_THAT(everyone, Contains("pattern read shelly/command/cover:0"));
  EXPECT_THAT(everyone, Not(Contains("pattern write shelly/command/cover:0")));
  const Lines hub = rules_of("hub", accounts);
  EXPECT_THAT(hub, Contains("topic read zigbee2mqtt/Living room"));
  EXPECT_THAT(hub, Contains("topic write shelly/command/cover:0"));
  EXPECT_THAT(hub, Contains("topic write north/window/bath/state"));
  EXPECT_THAT(hub, Contains("topic write north/sensor/bath/+"));
  EXPECT_THAT(hub, Not(Contains("topic write north/window/+/state")));
}

}  // namespace
}  // namespace luft::contract

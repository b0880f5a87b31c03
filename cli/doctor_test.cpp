// The doctor names what is wrong and how to mend it.
#include "cli/doctor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/doctor_installed.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"

namespace luft::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

const Finding* find(const std::vector<Finding>& findings, const std::string& part) {
  const auto found = std::ranges::find(findings, part, &Finding::part);
  return found == findings.end() ? nullptr : &*found;
}

TEST(Doctor, FindsTheBrokerAndItsVersion) {
  const runtime::testing::TempFolder folder;
  const auto findings = examine({}, DataFolder{folder.path()});
  const auto* broker = find(findings, "mosquitto");
  ASSERT_NE(broker, nullptr);
  EXPECT_EQ(broker->health, Health::good);
  EXPECT_THAT(broker->detail, HasSubstr("mosquitto version"));
}

TEST(Doctor, DoesNotAskForPartsThatAreElsewhere) {
  runtime::Settings settings;
  settings.mqtt.url = "mqtt://127.0.0.1:1";
  settings.clickhouse.url = "http://127.0.0.1:1";
  const runtime::testing::TempFolder folder;
  const auto findings = examine(settings, DataFolder{folder.path()});
  EXPECT_EQ(find(findings, "mosquitto"), nullptr);
  EXPECT_EQ(find(findings, "embedded ClickHouse"), nullptr);
}

TEST(Doctor, SaysHowToMendWhatIsMissing) {
  runtime::Settings settings;
  settings.clickhouse.library = "/nowhere/libchdb.so";
  const runtime::testing::TempFolder folder;
  const auto findings = examine(settings, DataFolder{folder.path()});
  const auto* engine = find(findings, "embedded ClickHouse");
  ASSERT_NE(engine, nullptr);
  EXPECT_EQ(engine->health, Health::bad);
  EXPECT_FALSE(engine->fix.empty());
  const auto json = nlohmann::json::parse(to_json(findings));
  EXPECT_FALSE(json["healthy"].get<bool>());
}

TEST(Doctor, HasAFixForWhateverIsBad) {
  const runtime::testing::TestBroker other;
  runtime::Settings settings;
  settings.mqtt.port = other.port();
  settings.clickhouse.url = "http://127.0.0.1:1";
  const runtime::testing::TempFolder folder;
  const auto findings = examine(settings, DataFolder{folder.path()});
  for (const auto& finding : findings) {
    EXPECT_EQ(finding.health == Health::bad, !finding.fix.empty()) << finding.part;
  }
  const auto* ports = find(findings, "ports");
  ASSERT_NE(ports, nullptr);
  EXPECT_THAT(ports->fix, HasSubstr("LUFT_MQTT_PORT"));
  EXPECT_EQ(find(findings, "ClickHouse reached")->health, Health::bad);
}

TEST(Doctor, KnocksAtABrokerThatIsElsewhereThoughNoLuftRuns) {
  const runtime::testing::TestBroker elsewhere;
  runtime::Settings settings;
  settings.mqtt.url = elsewhere.url();
  const runtime::testing::TempFolder folder;
  const DataFolder data{folder.path()};
  EXPECT_EQ(find(examine(settings, data), "broker reached")->health, Health::good);
  settings.mqtt.url = "mqtt://127.0.0.1:1";
  const auto findings = examine(settings, data);
  const auto* broker = find(findings, "broker reached");
  ASSERT_NE(broker, nullptr);
  EXPECT_EQ(broker->health, Health::bad);
  EXPECT_THAT(broker->fix, HasSubstr("mqtt.url"));
}

TEST(Doctor, SaysWhyABrokerElsewhereRefusesUs) {
  const runtime::testing::TestBroker elsewhere({"allow_anonymous false"});
  runtime::Settings settings;
  settings.mqtt.url = elsewhere.url();
  const runtime::testing::TempFolder folder;
  const auto findings = examine(settings, DataFolder{folder.path()});
  EXPECT_THAT(find(findings, "broker reached")->detail, ContainsRegex("[Nn]ot authorized"));
}

TEST(Doctor, ReadsThePagesVersion) {
  EXPECT_EQ(page_version("<head><meta name=\"version\" content=\"1.2.3\" /></head>"), "1.2.3");
  EXPECT_EQ(page_version("<head></head>"), "");
}

}  // namespace
}  // namespace luft::cli

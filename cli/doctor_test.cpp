// The doctor names what is wrong and how to mend it.
#include "cli/doctor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/testing/temp_folder.h"

namespace luft::cli {
namespace {

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
  EXPECT_THAT(to_text(findings), HasSubstr("fix: correct clickhouse.library"));
  const auto json = nlohmann::json::parse(to_json(findings));
  EXPECT_FALSE(json["healthy"].get<bool>());
}

}  // namespace
}  // namespace luft::cli

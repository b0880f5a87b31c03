// A model in the shadow, from `luft model shadow` to what the page asks for: it decides beside the
// one in force, is kept and told, and never moves a window.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/file.h"
#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using nlohmann::json;
using std::chrono::seconds;
using testing::HasSubstr;

constexpr seconds kPatience{20};

// The model that ships, under another version, in a folder as somebody would send it.
std::string model_from_elsewhere(Installation& installation, const std::string& version) {
  const std::string folder = installation.file("elsewhere");
  std::string in_force;
  EXPECT_TRUE(eventually(kPatience, [&] {
    const auto name = installation.get("/api/v1/model")["in_force"];
    in_force = name.is_string() ? name.get<std::string>() : "";
    return !in_force.empty();
  })) << installation.get("/api/v1/model");
  const auto exported = installation.luft({"model", "export", in_force, folder});
  EXPECT_TRUE(exported.status.success()) << exported.err;
  const std::string description = folder + "/model.json";
  auto model = json::parse(runtime::read_file(description).value());
  model["version"] = version;
  std::ofstream(description) << model;
  return folder;
}

TEST(Shadow, DecidesBesideTheModelInForceAndIsToldButNeverSent) {
  Installation installation;
  installation.start_luft({"up"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  const std::string folder = model_from_elsewhere(installation, "7.0.0");
  const auto shadow = installation.luft({"model", "shadow", folder});
  ASSERT_TRUE(shadow.status.success()) << shadow.err;
  const auto in_shadow = [&] { return installation.get("/api/v1/model")["shadow"].is_string(); };
  ASSERT_TRUE(eventually(kPatience, in_shadow)) << installation.get("/api/v1/model");

  installation.publish("window/kitchen/state",
                       R"({"position":10,"target":10,"moving":false,"cause":"control"})");
  installation.publish("sensor/kitchen/sound_volume", "31");
  installation.publish("sensor/kitchen/humidity", "58");
  installation.publish("sensor/kitchen/temperature", "27.5");
  const auto decisions = [&] {
    const auto shadows = installation.get("/api/v1/model/shadow");
    return shadows.is_object() && !shadows["models"].empty() ? shadows["models"][0] : json();
  };
  ASSERT_TRUE(eventually(kPatience, [&] { return !decisions().is_null(); }));
  EXPECT_THAT(decisions()["model"].get<std::string>(), HasSubstr("7.0.0"));
  EXPECT_EQ(decisions()["decisions"], decisions()["same"]) << "they are the same but for the name";
  EXPECT_EQ(installation.sql("SELECT countIf(model LIKE '%7.0.0') FROM luft.predictions"), "0");

  const auto off = installation.luft({"model", "shadow", "off"});
  EXPECT_TRUE(off.status.success()) << off.err;
  EXPECT_TRUE(eventually(kPatience, [&] { return !in_shadow(); }));
}

}  // namespace
}  // namespace luft::tests

// Luft's devices in Home Assistant core: `luft up`, a virtual device in a virtual room, and Home
// Assistant with its MQTT integration, which is asked and driven through its own API. The tests
// follow each other on one installation, since both take long to start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/e2e/installation.h"
#include "tests/home_assistant/home_assistant_process.h"

namespace luft::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class HomeAssistant : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    skipped_ = HomeAssistantProcess::why_not();
    if (skipped_) return;
    luft_ = std::make_unique<Installation>();
    home_ = std::make_unique<HomeAssistantProcess>();
    luft_->start_luft({"up"});
    ASSERT_TRUE(luft_->becomes_ready()) << luft_->said();
    device_ = start_device();
    ASSERT_TRUE(home_->is_up()) << home_->log();
    ASSERT_EQ(home_->set_up(luft_->variable("LUFT_MQTT_PORT")), "");
  }
  static void TearDownTestSuite() {
    device_.reset();
    home_.reset();
    luft_.reset();
  }
  void SetUp() override {
    if (skipped_) GTEST_SKIP() << *skipped_;
    ASSERT_TRUE(device_ && home_) << "the first test says why";
  }

  // One room, whose device is called living-room.
  static std::unique_ptr<runtime::Process> start_device() {
    auto process =
        runtime::Process::start({.command = {LUFT_PROGRAMS "/luft-device", "--rooms", "1",
                                             "--speed", "1", "--sample-interval", "1s",
                                             "--rest-between-moves", "1s", "--drain-timeout", "0"},
                                 .set_env = {{"LUFT_MQTT_PORT", luft_->variable("LUFT_MQTT_PORT")}},
                                 .output_file = luft_->file("device"),
                                 .working_folder = {}});
    if (!process) return nullptr;
    return std::make_unique<runtime::Process>(std::move(*process));
  }

  static json entity(const std::string& id) { return home_->entity(id); }
  static std::string state(const std::string& id) {
    const json found = entity(id);
    return found.is_object() ? found["state"].get<std::string>() : "there is none";
  }
  // Whether an entity came to be in that state.
  static bool becomes(const std::string& id, const std::string& wanted) {
    return eventually(60s, [&] { return state(id) == wanted; });
  }
  static json luft_device() {
    json found = luft_->get("/api/v1/devices/living-room");
    return found.is_object() ? found : json::object();
  }

  static inline std::optional<std::string> skipped_;
  static inline std::unique_ptr<Installation> luft_;
  static inline std::unique_ptr<HomeAssistantProcess> home_;
  static inline std::unique_ptr<runtime::Process> device_;
};

TEST_F(HomeAssistant, ShowsADeviceByItselfWithItsStatesAndUnits) {
  ASSERT_TRUE(eventually(60s, [] {
    const json sound = entity("sensor.living_room_sound");
    return sound.is_object() && sound["state"] != "unknown" && sound["state"] != "unavailable";
  })) << home_->log();
  const json temperature = entity("sensor.living_room_temperature");
  EXPECT_EQ(temperature["attributes"]["unit_of_measurement"], "°C");
  EXPECT_EQ(temperature["attributes"]["device_class"], "temperature");
  const double said = luft_device()["readings"]["temperature"]["value"];
  EXPECT_NEAR(std::stod(temperature["state"].get<std::string>()), said, 1);
  EXPECT_EQ(entity("sensor.living_room_humidity")["attributes"]["unit_of_measurement"], "%");
  EXPECT_EQ(entity("sensor.living_room_sound")["attributes"]["unit_of_measurement"], "dBA");
  const json window = entity("cover.living_room");
  ASSERT_TRUE(window.is_object());
  EXPECT_EQ(window["attributes"]["device_class"], "window");
  EXPECT_TRUE(window["attributes"]["current_position"].is_number());
  EXPECT_EQ(state("switch.living_room_automatic"), "on");
  EXPECT_EQ(state("select.living_room_hold"), "automatic");
  std::set<std::string> devices;
  for (const json& each : home_->devices()) {
    EXPECT_EQ(each["manufacturer"], "Luft");
    devices.insert(each["name"]);
  }
  EXPECT_THAT(devices, ElementsAre("Luft", "living-room"));  // the house, and its window
}

TEST_F(HomeAssistant, SaysHowSureTheModelWasAndWhy) {
  ASSERT_TRUE(eventually(90s, [] {
    const std::string confidence = state("sensor.living_room_confidence");
    return confidence != "unknown" && confidence != "there is none";
  }));
  EXPECT_EQ(entity("sensor.living_room_confidence")["attributes"]["unit_of_measurement"], "%");
  const json reason = entity("sensor.living_room_reason");
  EXPECT_NE(reason["state"], "unknown");
  EXPECT_TRUE(reason["attributes"].contains("decided_position")) << reason;
  EXPECT_TRUE(reason["attributes"].contains("model")) << reason;
}

TEST_F(HomeAssistant, MovesTheWindowAsAPersonsHand) {
  ASSERT_EQ(home_->call("cover", "set_cover_position",
                        {{"entity_id", "cover.living_room"}, {"position", 40}}),
            "");
  EXPECT_TRUE(eventually(60s, [] {
    return entity("cover.living_room")["attributes"].value("current_position", -1) == 40;
  })) << entity("cover.living_room");
  const json window = luft_device()["window"];
  EXPECT_EQ(window["position"], 40);
  EXPECT_EQ(window["cause"], "person");
  EXPECT_TRUE(becomes("select.living_room_hold", "2 hours")) << state("select.living_room_hold");
  EXPECT_EQ(state("switch.living_room_automatic"), "off");
  EXPECT_EQ(entity("cover.living_room")["attributes"]["cause"], "person");
  // A choice that is not taken back within a minute is one to learn from.
  EXPECT_TRUE(eventually(90s, [] {
    return luft_->sql("SELECT position, asked_by FROM luft.wishes WHERE device = 'living-room'") ==
           "40\thome assistant";
  }));
}

TEST_F(HomeAssistant, ReleasesTheWindowWithItsSwitchAndHoldsItWithItsList) {
  ASSERT_EQ(home_->call("switch", "turn_on", {{"entity_id", "switch.living_room_automatic"}}), "");
  EXPECT_TRUE(becomes("select.living_room_hold", "automatic"));
  ASSERT_EQ(home_->call("select", "select_option",
                        {{"entity_id", "select.living_room_hold"}, {"option", "8 hours"}}),
            "");
  EXPECT_TRUE(becomes("select.living_room_hold", "8 hours"));
  EXPECT_EQ(state("switch.living_room_automatic"), "off");
  ASSERT_EQ(home_->call("cover", "open_cover", {{"entity_id", "cover.living_room"}}), "");
  EXPECT_TRUE(becomes("cover.living_room", "open"));
}

TEST_F(HomeAssistant, PausesAllWindowsWithTheHousesSwitch) {
  // A pause leaves a person's hold alone: without one, it is the pause that holds.
  ASSERT_EQ(home_->call("switch", "turn_on", {{"entity_id", "switch.living_room_automatic"}}), "");
  EXPECT_TRUE(becomes("select.living_room_hold", "automatic"));
  EXPECT_TRUE(becomes("switch.luft_airing", "on"));
  ASSERT_EQ(home_->call("switch", "turn_off", {{"entity_id", "switch.luft_airing"}}), "");
  EXPECT_TRUE(becomes("switch.luft_airing", "off"));
  EXPECT_TRUE(becomes("select.living_room_hold", "1 week"));
  EXPECT_EQ(luft_device()["window"]["cause"], "person");
  ASSERT_EQ(home_->call("switch", "turn_on", {{"entity_id", "switch.luft_airing"}}), "");
  EXPECT_TRUE(becomes("select.living_room_hold", "automatic"));
  EXPECT_TRUE(becomes("switch.luft_airing", "on"));
}

TEST_F(HomeAssistant, ShowsNothingAsAvailableWhenTheDeviceOrTheHubIsAway) {
  device_->terminate(10s);
  EXPECT_TRUE(becomes("cover.living_room", "unavailable"));
  device_ = start_device();
  EXPECT_TRUE(eventually(60s, [] { return state("cover.living_room") != "unavailable"; }));
  // One that hangs: the broker says so after one and a half keepalives.
  ASSERT_TRUE(luft_->signal("hub", SIGSTOP));
  EXPECT_TRUE(becomes("cover.living_room", "unavailable"));
  ASSERT_TRUE(luft_->signal("hub", SIGCONT));
  EXPECT_TRUE(eventually(60s, [] { return state("cover.living_room") != "unavailable"; }));
}

TEST_F(HomeAssistant, ForgetsADeviceThatAPersonRemovedAndNoOther) {
  luft_->publish("sensor/attic/temperature", "17.5");
  ASSERT_TRUE(becomes("sensor.attic_temperature", "17.5"));
  const Finished removed = luft_->luft({"devices", "remove", "attic"});
  ASSERT_TRUE(removed.status.success()) << removed.err;
  EXPECT_TRUE(eventually(60s, [] { return entity("sensor.attic_temperature").is_null(); }));
  EXPECT_FALSE(entity("cover.living_room").is_null());
}

TEST_F(HomeAssistant, LeavesNothingBehindWhenItIsTurnedOff) {
  ASSERT_FALSE(home_->entities().empty());
  luft_->started().terminate(10s);
  luft_->set("LUFT_HOME_ASSISTANT_DISCOVERY", "off");
  luft_->start_luft({"up"});
  ASSERT_TRUE(luft_->becomes_ready()) << luft_->said();
  EXPECT_TRUE(eventually(90s, [] { return home_->entities().empty(); })) << home_->entities();
  EXPECT_THAT(home_->devices(), IsEmpty());
  EXPECT_TRUE(entity("cover.living_room").is_null());
}

}  // namespace
}  // namespace luft::tests

// `luft up`: ready, found by the other commands, gone within five seconds, and clear when it
// cannot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "cli/addresses.h"
#include "cli/ports.h"
#include "firmware/core/setup/device_setup.h"
#include "runtime/testing/test_broker.h"
#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using nlohmann::json;
using std::chrono::seconds;
using testing::HasSubstr;

// What `devices add` printed is what the setup page of a device reads.
void expect_setup_page_takes(const std::string& printed, const std::string& password,
                             const std::string& port) {
  const auto word = printed.find("pairing    ");
  ASSERT_NE(word, std::string::npos) << printed;
  const std::string code = printed.substr(word + 11, printed.find('\n', word) - word - 11);
  std::array<char, 1'024> form{};
  firmware::FormWriter writer(form);
  writer.add("network", "Home");
  writer.add("pairing", code);
  firmware::DeviceSetup setup;
  const auto read = firmware::read_setup(writer.written(), setup);
  ASSERT_TRUE(read) << code << ": " << read.error().field << " " << read.error().reason;
  EXPECT_EQ(setup.id.view(), "kitchen");
  EXPECT_EQ(setup.broker_password.view(), password);
  EXPECT_EQ(std::to_string(setup.broker_port), port);
  EXPECT_FALSE(setup.broker_host.empty());
}

TEST(Up, SaysWhenItIsReadyAndStopsWithinFiveSeconds) {
  Installation installation;
  installation.start_luft({"up"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  ASSERT_TRUE(eventually(seconds(2), [&] {
    return installation.said().find("ready http://127.0.0.1:") != std::string::npos;
  })) << installation.said();
  for (const char* service : {"broker", "hub", "ml", "clickhouse"}) {
    EXPECT_TRUE(std::filesystem::exists(installation.data().pid_file(service))) << service;
  }
  EXPECT_TRUE(installation.luft({"status"}).status.success());

  const auto asked = std::chrono::steady_clock::now();
  installation.started().signal(SIGTERM);
  const auto ended = installation.started().wait_for(seconds(10));
  ASSERT_TRUE(ended);
  EXPECT_TRUE(ended->success()) << ended->text() << installation.said();
  EXPECT_LT(std::chrono::steady_clock::now() - asked, seconds(5));
  EXPECT_EQ(cli::running_addresses(installation.data()), std::nullopt);
}

TEST(Up, KeepsWhatItKnewOverARestart) {
  Installation installation;
  installation.start_luft({"up"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  installation.publish("sensor/kitchen/temperature", "21.5");
  ASSERT_TRUE(eventually(seconds(5),
                         [&] { return !installation.get("/api/v1/devices/kitchen").is_null(); }));
  const auto first_seen = installation.get("/api/v1/devices/kitchen")["first_seen_ms"];
  installation.publish("window/kitchen/state",
                       R"({"position":10,"target":10,"moving":false,"cause":"control"})");
  ASSERT_TRUE(eventually(seconds(5), [&] {
    return installation.get("/api/v1/devices/kitchen")["window"].is_object();
  }));
  const auto paused = installation.luft({"devices", "pause"});
  EXPECT_TRUE(paused.status.success()) << paused.err;
  EXPECT_THAT(paused.out, HasSubstr(": 1 now"));
  const auto is_paused = [&] { return installation.get("/api/v1/airing")["paused"].get<bool>(); };
  EXPECT_TRUE(eventually(seconds(5), is_paused));
  const auto airing = installation.get("/api/v1/airing");
  installation.started().terminate(seconds(10));

  installation.start_luft({"up"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  EXPECT_EQ(installation.get("/api/v1/devices/kitchen")["first_seen_ms"], first_seen);
  EXPECT_EQ(installation.sql("SELECT count() FROM luft.readings"), "1");
  EXPECT_EQ(installation.get("/api/v1/airing"), airing);
  EXPECT_THAT(installation.luft({"status"}).out, HasSubstr("all windows are paused"));
  EXPECT_TRUE(installation.luft({"devices", "resume"}).status.success());
  EXPECT_TRUE(eventually(seconds(5), [&] { return !is_paused(); }));
}

TEST(Up, NamesThePortThatIsTakenAndWhoHasIt) {
  const runtime::testing::TestBroker other;
  Installation installation;
  installation.set("LUFT_MQTT_PORT", std::to_string(other.port()));
  const auto up = installation.luft({"up"});
  EXPECT_EQ(up.status.code, 1);
  EXPECT_THAT(up.err, HasSubstr("port " + std::to_string(other.port()) +
                                " (MQTT) is taken by "
                                "mosquitto (process "));
  EXPECT_THAT(up.err, HasSubstr("LUFT_MQTT_PORT"));
}

TEST(Up, RefusesSettingsThatAreWrongBeforeAnythingStarts) {
  Installation installation;
  installation.set("LUFT_HTTP_PORT", "eighty");
  const auto up = installation.luft({"up"});
  EXPECT_EQ(up.status.code, 2);
  EXPECT_THAT(up.err, HasSubstr("LUFT_HTTP_PORT"));
}

TEST(Up, LetsNoDeviceSpeakForAnotherWherePasswordsRule) {
  Installation installation;
  installation.set("LUFT_MQTT_BIND", "0.0.0.0");
  installation.start_luft({"up"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  const auto added = installation.luft({"devices", "add", "kitchen"});
  ASSERT_TRUE(added.status.success()) << added.err;
  const auto word = added.out.find("password   ");
  ASSERT_NE(word, std::string::npos) << added.out;
  const std::string password = added.out.substr(word + 11, added.out.find('\n', word) - word - 11);
  expect_setup_page_takes(added.out, password, installation.variable("LUFT_MQTT_PORT"));

  const auto say = [&](std::vector<std::string> account, const std::string& topic) {
    std::vector<std::string> command = {"mosquitto_pub",
                                        "-h",
                                        "127.0.0.1",
                                        "-p",
                                        installation.variable("LUFT_MQTT_PORT"),
                                        "-q",
                                        "1",
                                        "-t",
                                        topic,
                                        "-m",
                                        "20.5"};
    command.insert(command.end(), account.begin(), account.end());
    return installation.run(command).status.success();
  };
  const std::vector<std::string> kitchen = {"-u", "kitchen", "-P", password};
  EXPECT_FALSE(say({}, "sensor/kitchen/temperature")) << "without a password";
  EXPECT_FALSE(say({"-u", "kitchen", "-P", "guess"}, "sensor/kitchen/temperature"));
  EXPECT_TRUE(eventually(seconds(5), [&] { return say(kitchen, "sensor/kitchen/temperature"); }));
  (void)say(kitchen, "sensor/bedroom/temperature");
  EXPECT_TRUE(eventually(seconds(5),
                         [&] { return !installation.get("/api/v1/devices/kitchen").is_null(); }));
  EXPECT_TRUE(installation.get("/api/v1/devices/bedroom").is_null());
}

TEST(Up, AsksForAPasswordBeyondLoopbackWhichItsOwnCommandsKnow) {
  Installation installation;
  installation.set("LUFT_HTTP_BIND", "0.0.0.0");
  installation.start_luft({"up"});
  ASSERT_TRUE(eventually(seconds(60), [&] {
    return installation.said().find("ready http://127.0.0.1:") != std::string::npos;
  })) << installation.said();
  EXPECT_THAT(installation.said(), HasSubstr("/credentials/http"));
  EXPECT_FALSE(installation.get("/api/v1/devices").contains("devices"));
  for (const char* command : {"status", "verify"}) {
    const auto finished = installation.luft({command});
    EXPECT_TRUE(finished.status.success()) << command << ": " << finished.err;
  }
}

}  // namespace
}  // namespace luft::tests

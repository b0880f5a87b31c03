// The demo keeps its promises, and says so in the promised form.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "cli/demo_folder.h"
#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(Demo, MovesEveryRoomsWindowAndLosesNothing) {
  Installation installation;
  const auto demo = installation.luft({"demo", "--rooms", "3", "--for", "20s", "--json"});
  EXPECT_TRUE(demo.status.success()) << demo.status.text() << "\n" << demo.err;

  const auto said = json::parse(demo.out, nullptr, false);
  ASSERT_TRUE(said.is_object()) << "stdout holds more or less than one object: " << demo.out;
  EXPECT_EQ(said["rooms"], 3);
  EXPECT_GE(said["seconds"], 20);
  const auto& readings = said["readings"];
  EXPECT_GE(readings["sent"], 3 * 3 * 5) << "three metrics of three rooms every 2 s or so";
  EXPECT_EQ(readings["receipted"], readings["sent"]);
  EXPECT_EQ(readings["stored"], readings["sent"]);
  EXPECT_GE(said["moved_by_model"], 3);
  EXPECT_GE(said["movements"], said["moved_by_model"]);
  EXPECT_GE(said["controls"], 3);
  for (const char* none : {"lost", "duplicated", "quarantined", "errors"}) {
    EXPECT_EQ(said[none], 0) << none;
  }
  for (const char* latency : {"loop_p50", "loop_p99", "control_p50", "control_p99"}) {
    EXPECT_TRUE(said["latency_ms"][latency].is_number()) << latency;
  }
}

TEST(Demo, LeavesTheFolderOfRealDevicesAlone) {
  Installation installation;
  installation.data().create();
  const auto demo = installation.luft({"demo", "--for", "1s"});
  EXPECT_EQ(demo.status.code, 1);
  EXPECT_THAT(demo.err, HasSubstr("no demo made"));
}

TEST(Demo, ListensOnLoopbackOnlyWhateverIsConfigured) {
  Installation installation;
  installation.set("LUFT_HTTP_BIND", "0.0.0.0");
  installation.set("LUFT_MQTT_BIND", "0.0.0.0");
  installation.start_luft({"demo", "--rooms", "1"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  const auto answers = [&](const std::string& address, const std::string& port) {
    const std::string connect = "exec 3<>/dev/tcp/" + address + "/" + installation.variable(port);
    return installation.run({"bash", "-c", connect}).status.success();
  };
  for (const char* port : {"LUFT_HTTP_PORT", "LUFT_MQTT_PORT"}) {
    EXPECT_TRUE(answers("127.0.0.1", port)) << port;
    EXPECT_FALSE(answers("127.0.0.2", port)) << port << " answers beyond 127.0.0.1";
  }
}

TEST(Demo, EndsCleanlyWhenAskedTo) {
  Installation installation;
  installation.start_luft({"demo", "--rooms", "1", "--json"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  ASSERT_TRUE(eventually(std::chrono::seconds(20), [&] {
    const auto devices = installation.get("/api/v1/devices");
    return devices.is_object() && !devices["devices"].empty();
  })) << installation.said();
  installation.started().signal(SIGINT);
  const auto ended = installation.started().wait_for(std::chrono::seconds(60));
  ASSERT_TRUE(ended) << "still running";
  EXPECT_TRUE(ended->success()) << ended->text() << "\n" << installation.said();
  EXPECT_THAT(installation.said(), HasSubstr("\"lost\":0"));
}

// The hub stands still, so no receipt comes and the first Ctrl-C waits for them.
TEST(Demo, EndsAtOnceWhenAskedTwiceAndSaysWhatWasOnItsWay) {
  Installation installation;
  installation.start_luft({"demo", "--rooms", "1", "--json"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  ASSERT_TRUE(eventually(std::chrono::seconds(20), [&] {
    const auto devices = installation.get("/api/v1/devices");
    return devices.is_object() && !devices["devices"].empty();
  })) << installation.said();
  ASSERT_TRUE(installation.signal("hub", SIGSTOP));
  installation.started().signal(SIGINT);
  ASSERT_TRUE(eventually(std::chrono::seconds(10), [&] {
    return installation.said().find("Ending:") != std::string::npos;
  })) << installation.said();
  EXPECT_FALSE(installation.started().wait_for(std::chrono::seconds(2))) << installation.said();
  installation.started().signal(SIGINT);
  const auto ended = installation.started().wait_for(std::chrono::seconds(30));
  ASSERT_TRUE(ended) << "still running\n" << installation.said();
  EXPECT_EQ(ended->code, 130) << installation.said();
  EXPECT_THAT(installation.said(), HasSubstr("Still on the way: "));
}

}  // namespace
}  // namespace luft::tests

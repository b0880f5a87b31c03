// A real Grafana server, where one is installed, draws every panel of the four dashboards without
// an error: `luft up --grafana` provisions it over a virtual house, and Chromium looks at it. It is
// in no package registry that tests may use, so where there is none this is skipped, and says so.
#include <gtest/gtest.h>

#include <string>

#include "cli/ports.h"
#include "cli/programs.h"
#include "runtime/process.h"
#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using namespace std::chrono_literals;

constexpr int kNoPlugin = 3;  // of draw.mjs

TEST(GrafanaServer, DrawsEveryPanelOfEveryDashboardWithoutAnError) {
  if (cli::find_program("grafana-server").empty()) {
    GTEST_SKIP() << "no grafana-server is installed here: no Grafana has drawn the dashboards "
                    "in this run (grafana/README.md)";
  }
  Installation luft;
  const std::string url = "http://127.0.0.1:" + std::to_string(cli::any_free_port());
  luft.set("GF_SERVER_HTTP_PORT", url.substr(url.rfind(':') + 1));
  luft.set("GF_AUTH_ANONYMOUS_ENABLED", "true");  // on loopback, for this test's time
  luft.set("GF_AUTH_ANONYMOUS_ORG_ROLE", "Admin");
  luft.start_luft({"up", "--grafana"});
  ASSERT_TRUE(luft.becomes_ready()) << luft.said();
  auto house = runtime::Process::start(
      {.command = {LUFT_PROGRAMS "/luft-device", "--rooms", "3", "--sample-interval", "1s"},
       .set_env = {{"LUFT_MQTT_PORT", luft.variable("LUFT_MQTT_PORT")}},
       .output_file = luft.file("house"),
       .working_folder = {}});
  ASSERT_TRUE(house) << house.error();
  ASSERT_TRUE(eventually(90s, [&] {
    return luft.sql("SELECT count() > 0 FROM luft.window_actions") == "1";
  })) << "no window has moved";
  const std::string pictures = LUFT_SOURCE_DIR "/build/screenshots/grafana";
  const Finished drawn =
      luft.run({"node", LUFT_SOURCE_DIR "/tests/grafana/draw.mjs", url, pictures});
  house->terminate(10s);
  if (drawn.status.code == kNoPlugin) {
    GTEST_SKIP() << "a grafana-server is installed here, its ClickHouse plugin is not: "
                 << drawn.err;
  }
  EXPECT_TRUE(drawn.status.success()) << drawn.out << drawn.err;
}

}  // namespace
}  // namespace luft::tests

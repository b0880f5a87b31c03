// The dashboards in grafana/ keep to their rules, and each of their queries shows what a simulated
// month holds. What is checked, and against what, is in grafana/check/; this starts it with a real,
// empty database.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "runtime/file.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"
#include "store/testing/test_clickhouse.h"

namespace luft::tests {
namespace {

namespace fs = std::filesystem;
using store::DatabaseUser;
using store::testing::TestClickHouse;

const fs::path kGrafana = LUFT_SOURCE_DIR "/grafana";

bool is_installed() {
  return fs::exists(kGrafana / "node_modules/@grafana/schema");
}

constexpr const char* kNotInstalled =
    "what checks the dashboards is not installed: npm ci in grafana/";

// Runs a script of grafana/package.json; its output when it fails.
void run_script(const std::string& name, const std::map<std::string, std::string>& environment) {
  const runtime::testing::TempFolder out;
  auto process = runtime::Process::start({.command = {"npm", "run", "--silent", name},
                                          .set_env = environment,
                                          .output_file = out.file("output"),
                                          .working_folder = kGrafana.string()});
  ASSERT_TRUE(process) << process.error();
  EXPECT_TRUE(process->wait().success())
      << runtime::read_file(out.file("output")).value_or("no output");
}

TEST(Grafana, DashboardsAreOfGrafanasTypesKeepToTheirRulesAndAreCurrent) {
  if (!is_installed()) GTEST_SKIP() << kNotInstalled;
  run_script("rules", {});
}

TEST(Grafana, EveryQueryShowsWhatASimulatedMonthHolds) {
  if (!is_installed()) GTEST_SKIP() << kNotInstalled;
  if (!TestClickHouse::available()) GTEST_SKIP() << "the embedded ClickHouse is not installed";
  const TestClickHouse database;
  run_script("panels",
             {{"LUFT_TEST_CLICKHOUSE_URL", database.url()},
              {"LUFT_TEST_READER_PASSWORD", database.endpoint(DatabaseUser::reader).password},
              {"LUFT_TEST_WRITER_PASSWORD", database.endpoint(DatabaseUser::writer).password}});
}

}  // namespace
}  // namespace luft::tests

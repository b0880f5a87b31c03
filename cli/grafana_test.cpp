#include "cli/grafana.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "runtime/file.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// A stand-in on PATH that writes down with what it was started; Grafana itself is in no package
// registry that tests may use.
class GrafanaTest : public ::testing::Test {
 protected:
  GrafanaTest() {
    const std::string program = folder_.write("grafana-server", "#!/bin/sh\nenv\necho \"$@\"\n");
    fs::permissions(program, fs::perms::owner_all);
    path_before_ = std::getenv("PATH");                                // NOLINT
    setenv("PATH", (folder_.path() + ":" + path_before_).c_str(), 1);  // NOLINT
    data_.create();
  }
  void TearDown() override { setenv("PATH", path_before_.c_str(), 1); }  // NOLINT

  // What it was started with, once the reader's password was there.
  std::string started_with(const Service& service) {
    auto process = runtime::Process::start(service.process);
    if (!process) return process.error();
    std::ofstream(data_.credentials() / "clickhouse-luft_reader") << "secret\n";
    EXPECT_TRUE(process->wait().success());
    return runtime::read_file(service.process.output_file).value_or("it wrote nothing");
  }

  runtime::testing::TempFolder folder_;
  DataFolder data_{fs::path(folder_.path()) / "var"};
  std::string path_before_;
};

TEST_F(GrafanaTest, IsStartedWithOurFilesAndThePasswordAsSoonAsThereIsOne) {
  const auto service = grafana_service({}, data_, {});
  ASSERT_TRUE(service) << service.error();
  const std::string said = started_with(*service);
  EXPECT_THAT(said, HasSubstr("LUFT_GRAFANA_CLICKHOUSE_PASSWORD=secret\n"));
  EXPECT_THAT(said, HasSubstr("LUFT_GRAFANA_CLICKHOUSE_PORT=9000\n"));
  EXPECT_THAT(said, HasSubstr("GF_PATHS_DATA=" + (data_.root / "grafana").string() + "\n"));
  const std::string provisioning = service->process.set_env.at("GF_PATHS_PROVISIONING");
  for (const char* file :
       {"/datasources/clickhouse.yml", "/dashboards/default.yml", "/alerting/rules.yml"}) {
    EXPECT_TRUE(fs::exists(provisioning + file)) << file;
  }
  const fs::path dashboards = service->process.set_env.at("LUFT_GRAFANA_DASHBOARDS");
  EXPECT_TRUE(fs::exists(dashboards / "system-overview.json"));
}

TEST_F(GrafanaTest, LeavesWhatAPersonSaidToGrafana) {
  const auto service = grafana_service({}, data_, {{"GF_SERVER_HTTP_ADDR", "0.0.0.0"}});
  ASSERT_TRUE(service);
  EXPECT_FALSE(service->process.set_env.contains("GF_SERVER_HTTP_ADDR"));
  EXPECT_TRUE(service->process.set_env.contains("GF_PATHS_DATA"));
}

TEST_F(GrafanaTest, FindsADatabaseOfTheirOwnOverHttps) {
  runtime::Settings settings;
  settings.clickhouse.url = "https://clickhouse.example:9443";
  const auto service = grafana_service(settings, data_, {});
  ASSERT_TRUE(service);
  const auto& environment = service->process.set_env;
  EXPECT_EQ(environment.at("LUFT_GRAFANA_CLICKHOUSE_HOST"), "clickhouse.example");
  EXPECT_EQ(environment.at("LUFT_GRAFANA_CLICKHOUSE_PORT"), "9443");
  EXPECT_EQ(environment.at("LUFT_GRAFANA_CLICKHOUSE_PROTOCOL"), "http");
  EXPECT_EQ(environment.at("LUFT_GRAFANA_CLICKHOUSE_SECURE"), "true");
}

TEST_F(GrafanaTest, IsToldEverythingThatItsFilesAskFor) {
  const auto service = grafana_service({}, data_, {});
  ASSERT_TRUE(service);
  const fs::path files = service->process.set_env.at("GF_PATHS_PROVISIONING");
  for (const char* name : {"datasources/clickhouse.yml", "dashboards/default.yml"}) {
    const std::string text = runtime::read_file((files / name).string()).value_or("");
    for (auto at = text.find('$'); at != std::string::npos; at = text.find('$', at + 1)) {
      const std::string variable = text.substr(
          at + 1, text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", at + 1) - at - 1);
      EXPECT_TRUE(service->process.set_env.contains(variable) ||
                  variable == "LUFT_GRAFANA_CLICKHOUSE_PASSWORD")
          << name << " asks for " << variable;
    }
  }
}

}  // namespace
}  // namespace luft::cli

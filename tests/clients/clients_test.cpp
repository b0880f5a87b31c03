// The database is open to people's own tools: the official client for Node and clickhouse-go read
// what is there as luft_reader, are refused writes, and meet their limits.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "runtime/file.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"
#include "store/testing/engine_fixture.h"

namespace luft::tests {
namespace {

namespace fs = std::filesystem;
using store::DatabaseUser;

const fs::path kClients = LUFT_SOURCE_DIR "/tests/clients";

class ClientsTest : public store::testing::EngineFixture {
 protected:
  static void SetUpTestSuite() {
    EngineFixture::SetUpTestSuite();
    if (!store::testing::TestClickHouse::available()) return;
    const std::string filled = ask(
        DatabaseUser::writer,
        "INSERT INTO luft.readings (device, metric, time, received, value, boot, seq) "
        "SELECT 'kitchen', 'temperature', toDateTime64('2026-01-02 03:00:00', 3, 'UTC') + number, "
        "now64(3), 21 + number, 1, number + 1 FROM numbers(3)");
    ASSERT_EQ(filled, "");
  }

  // Runs a test program of another language; its output when it fails.
  static void run(const std::vector<std::string>& command, const fs::path& folder) {
    const auto at = [](std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); };
    const runtime::testing::TempFolder out;
    auto process = runtime::Process::start(
        {.command = command,
         .set_env = {{"LUFT_TEST_CLICKHOUSE_HTTP", at(server().http_port())},
                     {"LUFT_TEST_CLICKHOUSE_TCP", at(server().tcp_port())},
                     {"LUFT_TEST_READER_PASSWORD",
                      server().endpoint(DatabaseUser::reader).password}},
         .output_file = out.file("output"),
         .working_folder = folder.string()});
    ASSERT_TRUE(process) << process.error();
    EXPECT_TRUE(process->wait().success())
        << runtime::read_file(out.file("output")).value_or("no output");
  }

  static bool has_program(const std::string& name) {
    auto process = runtime::Process::start({.command = {"/bin/sh", "-c", "command -v " + name},
                                            .set_env = {},
                                            .output_file = "/dev/null",
                                            .working_folder = {}});
    return process && process->wait().success();
  }
};

TEST_F(ClientsTest, TheOfficialClientForNodeReadsAndIsHeldToItsLimits) {
  if (!fs::exists(kClients / "node/node_modules/@clickhouse/client")) {
    GTEST_SKIP() << "@clickhouse/client is not installed: npm ci in tests/clients/node";
  }
  run({"node", "--test"}, kClients / "node");
}

TEST_F(ClientsTest, TheGoLibraryUnderGrafanaReadsAndIsHeldToItsLimits) {
  if (!has_program("go")) GTEST_SKIP() << "Go is not installed; clickhouse-go was not tried";
  run({"go", "test", "-count=1", "./..."}, kClients / "go");
}

}  // namespace
}  // namespace luft::tests

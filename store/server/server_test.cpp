// The launcher's life: started, stopped, killed, started twice, and who may do what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "runtime/file.h"
#include "runtime/process.h"
#include "runtime/testing/free_port.h"
#include "runtime/testing/temp_folder.h"
#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;

class Server : public testing::EngineFixture {};

// Runs luft-clickhouse with `environment` until it ends by itself; its output.
std::string output_of_failed_start(std::map<std::string, std::string> environment) {
  const runtime::testing::TempFolder folder;
  runtime::ProcessOptions options;
  options.command = {LUFT_CLICKHOUSE_PROGRAM};
  environment.try_emplace("LUFT_DATA", folder.path());
  environment.try_emplace("LUFT_CLICKHOUSE_HTTP_PORT",
                          std::to_string(runtime::testing::free_port()));
  environment.try_emplace("LUFT_CLICKHOUSE_TCP_PORT",
                          std::to_string(runtime::testing::free_port()));
  options.set_env = std::move(environment);
  options.output_file = folder.file("log");
  auto process = runtime::Process::start(options);
  if (!process) return process.error();
  const auto status = process->wait_for(seconds{20});
  if (!status) return "it did not end";
  EXPECT_EQ(status->code, 1);
  return runtime::read_file(options.output_file).value_or("");
}

TEST_F(Server, RefusesAFolderThatAnotherOneHas) {
  EXPECT_THAT(output_of_failed_start({{"LUFT_DATA", server().data_folder()}}),
              AllOf(HasSubstr("another luft-clickhouse is running on"), HasSubstr("LUFT_DATA")));
}

TEST_F(Server, RefusesAPortThatIsTaken) {
  EXPECT_THAT(
      output_of_failed_start({{"LUFT_CLICKHOUSE_HTTP_PORT", std::to_string(server().http_port())}}),
      AllOf(HasSubstr(std::to_string(server().http_port())),
            HasSubstr("LUFT_CLICKHOUSE_HTTP_PORT")));
  EXPECT_THAT(
      output_of_failed_start({{"LUFT_CLICKHOUSE_TCP_PORT", std::to_string(server().tcp_port())}}),
      HasSubstr("LUFT_CLICKHOUSE_TCP_PORT"));
}

TEST_F(Server, SaysHowToGetALibraryThatIsMissing) {
  EXPECT_THAT(output_of_failed_start({{"LUFT_CLICKHOUSE_LIBRARY", "/nowhere/libchdb.so"}}),
              HasSubstr("./luft setup"));
}

TEST_F(Server, KeepsItsFilesForItsOwner) {
  const fs::path folder = server().data_folder();
  for (const char* name :
       {"clickhouse/config.xml", "clickhouse/users.xml", "credentials/clickhouse-luft_admin"}) {
    EXPECT_EQ(fs::status(folder / name).permissions(),
              fs::perms::owner_read | fs::perms::owner_write)
        << name;
  }
  EXPECT_EQ(fs::status(folder / "clickhouse").permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(folder / "clickhouse/data").permissions() & fs::perms::others_all,
            fs::perms::none);
}

TEST_F(Server, LeavesTheProcessorToReadingsAndDecisionsWhenBothWantIt) {
  EXPECT_GT(::getpriority(PRIO_PROCESS, static_cast<id_t>(server().pid())),
            ::getpriority(PRIO_PROCESS, 0));
}

TEST_F(Server, StopsInOrderWithinThreeSecondsAndKeepsItsPasswords) {
  const auto before = server().endpoint(DatabaseUser::writer).password;
  const auto start = std::chrono::steady_clock::now();
  const auto status = server().stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds{3});
  EXPECT_TRUE(status.success()) << status.text();
  server().start();
  EXPECT_EQ(server().endpoint(DatabaseUser::writer).password, before);
  EXPECT_EQ(ask(DatabaseUser::writer, "SELECT 1"), "1");
}

TEST_F(Server, StopsWithinThreeSecondsWhileAQueryRuns) {
  ClickHouseEndpoint slow = server().endpoint(DatabaseUser::admin);
  std::thread asking([slow] {
    ClickHouseClient client(slow);
    EXPECT_FALSE(
        client.query("SELECT sleepEachRow(1) FROM numbers(20) SETTINGS "
                     "max_block_size = 1, function_sleep_max_microseconds_per_block = 0"));
  });
  std::string running;
  for (int i = 0; i < 1'000 && running != "1"; ++i) {
    running = ask(DatabaseUser::admin,
                  "SELECT count() FROM system.processes WHERE query LIKE 'SELECT sleepEachRow%'");
  }
  ASSERT_EQ(running, "1");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(server().stop().success());
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds{3});
  asking.join();
  server().start();
}

TEST_F(Server, StartsAgainAfterBeingKilled) {
  server().kill_hard();
  server().start();
  EXPECT_EQ(ask(DatabaseUser::writer, "SELECT 1"), "1");
}

TEST_F(Server, SurvivesAClientThatBreaksOff) {
  ClickHouseEndpoint hasty = server().endpoint(DatabaseUser::admin);
  hasty.answer_timeout = milliseconds{100};
  for (int i = 0; i < 5; ++i) {
    ClickHouseClient client(hasty);
    EXPECT_FALSE(client.query(
        "SELECT number, sleepEachRow(0.05) FROM numbers(20) SETTINGS max_block_size = 1"));
  }
  EXPECT_EQ(ask(DatabaseUser::reader, "SELECT 1"), "1");
}

// ---- who may do what

class Stranger : public testing::EngineFixture {
 protected:
  // As user `default` without a password, as anybody on this machine could try.
  static std::string ask_as_default(std::string_view sql, const std::string& arguments = "") {
    ClickHouseEndpoint endpoint;
    endpoint.url = server().url();
    endpoint.user = "default";
    ClickHouseClient client(endpoint);
    const auto answer = arguments.empty() ? client.query(sql) : client.query(sql, {}, arguments);
    return answer ? "allowed: " + *answer : answer.error().message;
  }
};

TEST_F(Stranger, CannotBeTheUserDefault) {
  const auto denied = HasSubstr("USER_SESSION_LIMIT_EXCEEDED");
  EXPECT_THAT(ask_as_default("SELECT 1"), denied);
  EXPECT_THAT(ask_as_default("SELECT * FROM luft.readings"), denied);
  EXPECT_THAT(ask_as_default("SELECT * FROM file('/etc/passwd', 'LineAsString')"), denied);
  EXPECT_THAT(ask_as_default("CREATE TEMPORARY TABLE t (x String)"), denied);
  EXPECT_THAT(ask_as_default("SET max_sessions_for_user = 100"), denied);
}

TEST_F(Stranger, CannotBeTheUserDefaultAfterARestartEither) {
  server().kill_hard();
  server().start();
  EXPECT_THAT(ask_as_default("SELECT 1"), HasSubstr("USER_SESSION_LIMIT_EXCEEDED"));
}

TEST_F(Stranger, NeedsThePassword) {
  ClickHouseEndpoint endpoint = server().endpoint(DatabaseUser::reader);
  endpoint.password += "x";
  const auto answer = ClickHouseClient(endpoint).query("SELECT 1");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ClickHouseErrorKind::refused);
}

class Reader : public testing::EngineFixture {
 protected:
  static std::string ask_as_reader(std::string_view sql) { return ask(DatabaseUser::reader, sql); }
};

TEST_F(Reader, ReadsOurTables) {
  EXPECT_EQ(ask_as_reader("SELECT count() FROM luft.readings"), "0");
  EXPECT_EQ(ask_as_reader("SELECT count() > 10 FROM system.tables WHERE database = 'luft'"), "1");
}

TEST_F(Reader, ChangesNothing) {
  const auto denied = AnyOf(HasSubstr("READONLY"), HasSubstr("ACCESS_DENIED"));
  EXPECT_THAT(ask_as_reader("INSERT INTO luft.device_events (device) VALUES ('x')"), denied);
  EXPECT_THAT(ask_as_reader("DROP TABLE luft.readings"), denied);
  EXPECT_THAT(ask_as_reader("TRUNCATE TABLE luft.readings"), denied);
  EXPECT_THAT(ask_as_reader("SYSTEM SHUTDOWN"), denied);
  EXPECT_THAT(ask_as_reader("CREATE TABLE luft.x (x String) ENGINE = Log"), denied);
}

TEST_F(Reader, ReachesNeitherFilesNorOtherMachines) {
  const auto denied = AnyOf(HasSubstr("READONLY"), HasSubstr("ACCESS_DENIED"));
  EXPECT_THAT(ask_as_reader("SELECT * FROM file('/etc/passwd', 'LineAsString')"), denied);
  EXPECT_THAT(ask_as_reader("SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')"), denied);
  EXPECT_THAT(ask_as_reader("SELECT * FROM remote('127.0.0.1', 'system.one')"), denied);
  EXPECT_THAT(ask_as_reader("SELECT * FROM `/etc/passwd`"),
              AnyOf(denied, HasSubstr("UNKNOWN_TABLE"), HasSubstr("UNKNOWN_DATABASE")));
  EXPECT_THAT(ask_as_reader("SELECT 1 INTO OUTFILE '/tmp/luft-out'"), HasSubstr("Code: "));
  EXPECT_FALSE(fs::exists("/tmp/luft-out"));
}

// file() as a function, which asks for no right.
TEST_F(Reader, ReadsNoFileByItsPath) {
  const std::string secret = password_file(server().data_folder(), DatabaseUser::admin).string();
  for (const std::string& path :
       {std::string{"/etc/passwd"}, std::string{"/proc/self/root/etc/passwd"}, secret}) {
    EXPECT_THAT(ask_as_reader("SELECT length(file('" + path + "'))"), HasSubstr("Code: ")) << path;
  }
}

TEST_F(Reader, HasLimitsThatItCannotLift) {
  EXPECT_THAT(ask_as_reader("SELECT a.name FROM system.columns AS a, system.columns AS b, "
                            "system.columns AS c, system.columns AS d"),
              HasSubstr("TOO_MANY_ROWS"));
  const auto violation = HasSubstr("SETTING_CONSTRAINT_VIOLATION");
  EXPECT_THAT(ask_as_reader("SELECT 1 SETTINGS max_result_rows = 0"), violation);
  EXPECT_THAT(ask_as_reader("SELECT 1 SETTINGS max_execution_time = 0"), violation);
  EXPECT_THAT(ask_as_reader("SELECT 1 SETTINGS max_memory_usage = 0"), violation);
  EXPECT_THAT(ask_as_reader("SELECT 1 SETTINGS result_overflow_mode = 'break'"), violation);
  EXPECT_THAT(ask_as_reader("SELECT 1 SETTINGS max_temporary_data_on_disk_size_for_user = 0"),
              violation);
  EXPECT_EQ(ask_as_reader("SELECT 1 SETTINGS max_execution_time = 5"), "1");
}

TEST_F(Reader, IsAnsweredByMoreThanOneThread) {
  EXPECT_THAT(ask_as_reader("EXPLAIN PIPELINE SELECT sum(number) FROM numbers_mt(100000000) "
                            "SETTINGS max_threads = 2"),
              HasSubstr("AggregatingTransform × 2"));
}

TEST_F(Reader, CannotTakeAllTheMemory) {
  EXPECT_THAT(ask_as_reader("SELECT length(groupArray(number)) FROM "
                            "(SELECT arrayJoin(range(400000000)) AS number)"),
              AnyOf(HasSubstr("MEMORY_LIMIT_EXCEEDED"), HasSubstr("ARGUMENT_OUT_OF_BOUND"),
                    HasSubstr("TOO_LARGE_ARRAY_SIZE")));
  EXPECT_EQ(ask_as_reader("SELECT 1"), "1");
}

class Writer : public testing::EngineFixture {};

TEST_F(Writer, InsertsAndReadsAndNothingElse) {
  EXPECT_EQ(ask(DatabaseUser::writer, "INSERT INTO luft.device_events (device) VALUES ('x')"), "");
  EXPECT_EQ(ask(DatabaseUser::writer, "SELECT count() FROM luft.device_events"), "1");
  const auto denied = HasSubstr("ACCESS_DENIED");
  EXPECT_THAT(ask(DatabaseUser::writer, "DROP TABLE luft.device_events"), denied);
  EXPECT_THAT(ask(DatabaseUser::writer, "ALTER TABLE luft.device_events DELETE WHERE 1"), denied);
  EXPECT_THAT(ask(DatabaseUser::writer, "SELECT * FROM file('/etc/passwd', 'LineAsString')"),
              denied);
}

TEST_F(Writer, LeavesBackupsToTheAdmin) {
  EXPECT_THAT(ask(DatabaseUser::writer, "BACKUP DATABASE luft TO File('writers')"),
              HasSubstr("ACCESS_DENIED"));
  EXPECT_THAT(ask(DatabaseUser::admin, "BACKUP DATABASE luft TO File('admins')"),
              HasSubstr("BACKUP_CREATED"));
  EXPECT_TRUE(fs::exists(server().data_folder() / "backups" / "admins"));
}

}  // namespace
}  // namespace luft::store

// luft-device and luft-replay as a person or `luft demo` runs them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "firmware/core/backlog/backlog.h"
#include "firmware/host/memory/flash_file.h"
#include "firmware/host/testing/folder_changes.h"
#include "firmware/host/testing/receipting_hub.h"
#include "runtime/file.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"

namespace luft::firmware::host {
namespace {

using runtime::Process;
using std::chrono::seconds;
using ::testing::HasSubstr;

class ProgramsTest : public ::testing::Test {
 protected:
  Process start(std::vector<std::string> command) const {
    auto process = Process::start({.command = std::move(command),
                                   .set_env = {{"LUFT_MQTT_URL", broker_.url()}},
                                   .output_file = output_,
                                   .working_folder = folder_.path()});
    EXPECT_TRUE(process) << process.error();
    return std::move(*process);
  }
  std::string output() const { return runtime::read_file(output_).value_or(""); }
  // What waits in the flash of a device, as a start of it would find it.
  std::vector<contract::ReadingRef> waiting_in(const std::string& flash_file) const {
    std::vector<contract::ReadingRef> result;
    if (!std::filesystem::exists(flash_file)) return result;
    const std::string copy = folder_.file("copy");  // the device may be writing
    std::filesystem::copy_file(flash_file, copy, std::filesystem::copy_options::overwrite_existing);
    const auto flash = FlashFile::open(copy, {});
    const Backlog backlog(**flash);
    Backlog::Front front = backlog.front();
    while (const auto entry = front.next()) result.push_back({backlog.oldest()->boot, entry->seq});
    return result;
  }
  // The last line of the output.
  nlohmann::json summary() const {
    std::string text = output();
    while (text.ends_with('\n')) text.pop_back();
    return nlohmann::json::parse(text.substr(text.rfind('\n') + 1), nullptr, false);
  }

  runtime::testing::TempFolder folder_;
  std::string output_ = folder_.file("output");
  runtime::testing::TestBroker broker_;
};

TEST_F(ProgramsTest, DeviceEndsOnSigtermOnceAllIsReceiptedAndAccountsForIt) {
  testing::ReceiptingHub hub(broker_.settings("hub"));
  auto devices = start({LUFT_DEVICE, "--rooms", "2", "--sample-interval", "200ms"});
  ASSERT_TRUE(hub.wait_until([&] { return hub.kept().size() >= 20; }));
  devices.signal(SIGTERM);
  const auto status = devices.wait_for(seconds{20});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 0) << output();
  const auto report = summary();
  ASSERT_TRUE(report.is_object()) << output();
  EXPECT_EQ(report["devices"], 2);
  EXPECT_GE(report["sent"], 20);
  EXPECT_EQ(report["receipted"], report["sent"]);
  EXPECT_EQ(report["rooms"][1]["id"], "bedroom");
}

TEST_F(ProgramsTest, DeviceEndsAtOnceWhenAskedTwice) {
  // No hub: nothing will ever be receipted.
  auto devices = start({LUFT_DEVICE, "--rooms", "1", "--for", "4s", "--drain-timeout", "1h"});
  ASSERT_FALSE(devices.wait_for(seconds{6})) << "it waits for receipts";
  devices.signal(SIGTERM);
  const auto status = devices.wait_for(seconds{10});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 1);
  EXPECT_GT(summary()["unreceipted"], 0);
}

TEST_F(ProgramsTest, DeviceThatIsKilledKeepsWhatWaitsInItsStateThoughFlashIsSlowAndItIsHalfDeaf) {
  const std::vector<std::string> command{
      LUFT_DEVICE, "--rooms",       "1",   "--state",           "state", "--outbox", "16", "--deaf",
      "0.2",       "--flash-delay", "5ms", "--sample-interval", "200ms"};
  const std::string flash = folder_.file("state/living-room/outbox");
  testing::FolderChanges memory(folder_.file("state/living-room"));
  auto first = start(command);  // no hub: everything waits
  EXPECT_TRUE(memory.wait_until([&] { return waiting_in(flash).size() >= 20; })) << output();
  first.signal(SIGKILL);
  ASSERT_TRUE(first.wait_for(seconds{10}));
  const auto waiting = waiting_in(flash);
  ASSERT_GE(waiting.size(), 20U) << output();

  testing::ReceiptingHub hub(broker_.settings("hub"));
  auto again = start(command);
  const auto came = [&](const contract::ReadingRef& ref) {
    return std::ranges::any_of(hub.kept(), [&](const auto& kept) { return kept.ref == ref; });
  };
  ASSERT_TRUE(hub.wait_until([&] { return std::ranges::all_of(waiting, came); }));
  again.signal(SIGTERM);
  const auto status = again.wait_for(seconds{100});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 0) << output();
  EXPECT_EQ(summary()["unreceipted"], 0);
  EXPECT_TRUE(waiting_in(flash).empty());
}

TEST_F(ProgramsTest, ReplayTellsWhatItReadAndSent) {
  testing::ReceiptingHub hub(broker_.settings("hub"));
  const auto file =
      folder_.write("climate.csv",
                    "time,temp_c,rh_pct,mood\n2016-01-11T17:00:00,21,100.1,good\nsoon,22,40,bad\n");
  auto replay = start({LUFT_REPLAY, file, "--device", "den", "--speed", "max"});
  const auto status = replay.wait_for(seconds{20});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 0) << output();
  EXPECT_THAT(output(), HasSubstr("climate.csv:3: skipped: \"soon\" is not a time"));
  EXPECT_THAT(output(), HasSubstr("climate.csv:2: skipped: humidity 100.1 is not between"));
  EXPECT_THAT(output(), HasSubstr("ignored columns: mood"));
  EXPECT_THAT(output(), HasSubstr("1 rows and 1 cells cannot be read; they were not sent"));
  const auto report = summary();
  EXPECT_EQ(report["rows"], 2);
  EXPECT_EQ(report["skipped_rows"], 1);
  EXPECT_EQ(report["skipped_cells"], 1);
  EXPECT_EQ(report["receipted"], 1);
}

TEST_F(ProgramsTest, ReplaySendsNothingWhenAskedToBeStrictOrWhenNothingCanBeRead) {
  testing::ReceiptingHub hub(broker_.settings("hub"));
  const auto holed =
      folder_.write("holed.csv", "time,temp_c\n2016-01-11T17:00:00,21\n2016-01-11T17:10:00,hot\n");
  auto strict = start({LUFT_REPLAY, holed, "--device", "den", "--strict"});
  EXPECT_EQ(strict.wait_for(seconds{20}).value_or(runtime::ExitStatus{}).code, 2);
  EXPECT_THAT(output(), HasSubstr("0 rows and 1 cells cannot be read, so nothing is sent"));
  const auto hopeless = folder_.write("hopeless.csv", "time,temp_c\nsoon,21\n");
  auto none = start({LUFT_REPLAY, hopeless, "--device", "den"});
  EXPECT_EQ(none.wait_for(seconds{20}).value_or(runtime::ExitStatus{}).code, 2);
  EXPECT_THAT(output(), HasSubstr("no reading in it could be read"));
  EXPECT_TRUE(hub.kept().empty());
}

TEST_F(ProgramsTest, ReplayTakesNoDevicesPlaceUnlessForced) {
  testing::ReceiptingHub hub(broker_.settings("hub"));
  auto device =
      Process::start({.command = {LUFT_DEVICE, "--rooms", "1", "--sample-interval", "200ms"},
                      .set_env = {{"LUFT_MQTT_URL", broker_.url()}},
                      .output_file = folder_.file("device"),
                      .working_folder = folder_.path()});
  ASSERT_TRUE(device);
  ASSERT_TRUE(hub.wait_until([&] { return !hub.kept().empty(); }));
  const auto file = folder_.write("climate.csv", "time,temp_c\n2016-01-11T17:00:00,21\n");
  auto refused = start({LUFT_REPLAY, file, "--device", "living-room"});
  EXPECT_EQ(refused.wait_for(seconds{20}).value_or(runtime::ExitStatus{}).code, 2);
  EXPECT_THAT(output(), HasSubstr("living-room is online"));
  std::string status;
  EXPECT_TRUE(hub.wait_until([&] {
    status = hub.last("device/living-room/status");
    return true;
  }));
  EXPECT_EQ(status, "online") << "its connection stands";
  device->signal(SIGSTOP);  // so that it does not take its place back
  auto forced = start({LUFT_REPLAY, file, "--device", "living-room", "--force"});
  EXPECT_EQ(forced.wait_for(seconds{20}).value_or(runtime::ExitStatus{}).code, 0) << output();
  device->signal(SIGKILL);
}

TEST_F(ProgramsTest, ReplayFailsWhenNothingIsReceipted) {
  const auto file = folder_.write("climate.csv", "time,temp_c\n2016-01-11T17:00:00,21\n");
  auto replay = start({LUFT_REPLAY, file, "--device", "den", "--patience", "1s"});
  const auto status = replay.wait_for(seconds{20});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->code, 1) << output();
  EXPECT_EQ(summary()["unreceipted"], 1);
}

TEST_F(ProgramsTest, BothRefuseWrongOptionsAndSayWhatIsRight) {
  const std::vector<std::vector<std::string>> wrong = {
      {LUFT_DEVICE, "--rooms", "0"},
      {LUFT_DEVICE, "--prefix", "Not An Id"},
      {LUFT_REPLAY, "/no/such.csv", "--device", "den"},
      {LUFT_REPLAY, "x.csv", "--device", "DEN"},
      {LUFT_REPLAY, "x.csv", "--device", "den", "--speed", "fast"},
      {LUFT_REPLAY, "x.csv", "--device", "den", "--speed", "max", "--live"},
      {LUFT_REPLAY, "x.csv", "--device", "den", "--timezone", "Mars/Olympus"},
  };
  for (const auto& command : wrong) {
    auto program = start(command);
    const auto status = program.wait_for(seconds{10});
    ASSERT_TRUE(status);
    EXPECT_EQ(status->code, 2) << output();
  }
  EXPECT_THAT(output(), HasSubstr("--speed fast: a number from 0.001 to 1e9, or max"));
}

}  // namespace
}  // namespace luft::firmware::host

// Everything that one Luft keeps, copied while it runs and brought back on an empty machine: no
// reading is missing, none is doubled, and what devices send again is recognised.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/broker_setup.h"
#include "cli/hub_api.h"
#include "runtime/file.h"
#include "runtime/mqtt_settings.h"
#include "runtime/testing/mqtt_peer.h"
#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

// A device that knows what it sent, and can send it all again.
class Device {
 public:
  explicit Device(const Installation& at) : peer_(settings(at), {"device/lab/receipt"}) {}

  void send(std::uint64_t seq) {
    const nlohmann::json reading{{"value", 20.0 + static_cast<double>(seq % 10)},
                                 {"boot", 7},
                                 {"seq", seq},
                                 {"up_ms", seq * 2},
                                 {"now_ms", seq * 2},
                                 {"oldest", {7, 1}}};
    peer_.publish("sensor/lab/temperature", reading.dump());
  }
  // Up to which one the hub has receipted, once that is `seq` or more.
  bool is_receipted(std::uint64_t seq) {
    while (const auto receipt = peer_.next_on("device/lab/receipt")) {
      if (nlohmann::json::parse(receipt->payload)["through"] >= seq) return true;
    }
    return false;
  }

 private:
  static runtime::MqttSettings settings(const Installation& at) {
    runtime::MqttSettings settings;
    settings.port = static_cast<std::uint16_t>(std::stoi(at.variable("LUFT_MQTT_PORT")));
    settings.client_id = "lab";
    return settings;
  }
  runtime::testing::MqttPeer peer_;
};

std::string rows(Installation& at) {
  return at.sql("SELECT count(), uniqExact(seq) FROM luft.readings WHERE device = 'lab'");
}

// One device sends here what a whole fleet would.
void send_at_will(Installation& at) {
  at.set("LUFT_INTAKE_RATE", "100000");
  at.set("LUFT_INTAKE_BURST", "1000000");
}

std::int64_t duplicates(Installation& at) {
  const auto balance = at.get("/api/v1/verify");
  return balance.is_object() ? balance["devices"]["lab"]["duplicate"].get<std::int64_t>() : -1;
}

class BackupTest : public testing::Test {
 protected:
  void SetUp() override {
    send_at_will(original_);
    original_.start_luft({"up"});
    ASSERT_TRUE(original_.becomes_ready()) << original_.said();
  }
  void end_original() { original_.started().terminate(seconds(10)); }
  [[nodiscard]] std::string folder() const { return original_.file("backup"); }
  void take() {
    const auto taken = original_.luft({"backup", folder()});
    ASSERT_TRUE(taken.status.success()) << taken.out << taken.err;
    EXPECT_EQ(taken.err, "");
  }

  Installation original_;
  Installation empty_;
};

TEST_F(BackupTest, HoldsEachReadingOnceThoughReadingsCameAllTheWhile) {
  std::atomic<bool> enough{false};
  std::atomic<std::uint64_t> sent{0};
  std::thread sending([&] {
    Device device(original_);
    while (!enough) {
      device.send(++sent);
      std::this_thread::sleep_for(milliseconds(2));
    }
    EXPECT_TRUE(device.is_receipted(sent));
  });
  const int before = 300;
  EXPECT_TRUE(eventually(seconds(60), [&] { return std::stoi(rows(original_)) >= before; }));
  for (const char* name : {"first", "second"}) {
    const auto taken = original_.luft({"backup", original_.file(name)});
    EXPECT_TRUE(taken.status.success()) << taken.out << taken.err;
  }
  enough = true;
  sending.join();
  const std::string all = std::to_string(sent) + "\t" + std::to_string(sent);
  EXPECT_TRUE(eventually(seconds(20), [&] { return rows(original_) == all; })) << rows(original_);
  end_original();

  for (const char* name : {"first", "second"}) {
    Installation machine;
    send_at_will(machine);
    const auto restored = machine.luft({"restore", original_.file(name)});
    ASSERT_TRUE(restored.status.success()) << restored.out << restored.err;
    machine.start_luft({"up"});
    ASSERT_TRUE(machine.becomes_ready()) << machine.said();
    EXPECT_TRUE(machine.luft({"verify"}).status.success());
    // The device has lost every receipt: it sends everything again.
    Device device(machine);
    for (std::uint64_t seq = 1; seq <= sent; ++seq) device.send(seq);
    EXPECT_TRUE(device.is_receipted(sent));
    EXPECT_TRUE(eventually(seconds(20), [&] { return rows(machine) == all; }))
        << name << ": " << rows(machine) << " of " << all;
    EXPECT_GE(duplicates(machine), before) << "what the backup holds is recognised";
    EXPECT_TRUE(machine.luft({"verify"}).status.success());
  }
}

TEST_F(BackupTest, BringsBackTheRegistryPasswordsAndModels) {
  original_.publish("sensor/kitchen/temperature", "21.5");
  ASSERT_TRUE(
      eventually(seconds(5), [&] { return !original_.get("/api/v1/devices/kitchen").is_null(); }));
  const auto first_seen = original_.get("/api/v1/devices/kitchen")["first_seen_ms"];
  const auto added = original_.luft({"devices", "add", "kitchen"});
  ASSERT_TRUE(added.status.success()) << added.err;
  fs::create_directories(original_.data().root / "models/mine");
  std::ofstream(original_.data().root / "models/mine/model.json") << "{}";
  std::ofstream(original_.data().root / "rooms.memory") << "remembered";
  take();
  const auto accounts = runtime::read_file(cli::broker_password_file(original_.data()).string());
  const auto reader =
      runtime::read_file((original_.data().credentials() / "clickhouse-luft_reader").string());
  end_original();

  const auto restored = empty_.luft({"restore", folder()});
  ASSERT_TRUE(restored.status.success()) << restored.out << restored.err;
  EXPECT_EQ(runtime::read_file(cli::broker_password_file(empty_.data()).string()), accounts);
  EXPECT_EQ(runtime::read_file((empty_.data().credentials() / "clickhouse-luft_reader").string()),
            reader);
  EXPECT_EQ(fs::status(empty_.data().credentials()).permissions(), fs::perms::owner_all);
  EXPECT_TRUE(fs::exists(empty_.data().root / "models/mine/model.json"));
  EXPECT_TRUE(fs::exists(empty_.data().root / "rooms.memory"));
  empty_.start_luft({"up"});
  ASSERT_TRUE(empty_.becomes_ready()) << empty_.said();
  EXPECT_EQ(empty_.get("/api/v1/devices/kitchen")["first_seen_ms"], first_seen);
  EXPECT_EQ(empty_.sql("SELECT value FROM luft.readings WHERE device = 'kitchen'"), "21.5");
  EXPECT_FALSE(fs::exists(empty_.data().root / "restoring"));
}

TEST_F(BackupTest, IsTakenByTheHubItselfAndBroughtBack) {
  original_.publish("sensor/kitchen/temperature", "21.5");
  ASSERT_TRUE(eventually(
      seconds(20), [&] { return original_.sql("SELECT count() FROM luft.readings") == "1"; }));
  const auto asked =
      cli::tell_hub(cli::HubAddress{"http://127.0.0.1:" + original_.variable("LUFT_HTTP_PORT")},
                    "/api/v1/backup", "{}");
  ASSERT_TRUE(asked) << asked.error();
  EXPECT_EQ(nlohmann::json::parse(*asked)["phase"], "running");
  nlohmann::json taken;
  ASSERT_TRUE(eventually(seconds(60), [&] {
    taken = original_.get("/api/v1/backup");
    return taken.is_object() && taken["phase"] != "running";
  })) << taken;
  ASSERT_EQ(taken["phase"], "done") << taken;
  EXPECT_EQ(taken["readings"], 1);
  const auto restored = empty_.luft({"restore", taken["folder"].get<std::string>()});
  EXPECT_TRUE(restored.status.success()) << restored.out << restored.err;
  EXPECT_THAT(restored.out, HasSubstr("1 readings"));

  ASSERT_TRUE(original_.kill("hub"));  // the next one finds what is there
  ASSERT_TRUE(eventually(seconds(20), [&] {
    const auto found = original_.get("/api/v1/backup");
    return found.is_object() && found["folder"] == taken["folder"];
  }));
}

TEST_F(BackupTest, IsRefusedWhenIncompleteDamagedOrInTheWay) {
  take();
  const auto again = original_.luft({"backup", folder()});
  EXPECT_EQ(again.status.code, 1);
  EXPECT_THAT(again.err, HasSubstr("not empty"));
  end_original();

  const auto over = original_.luft({"restore", folder()});
  EXPECT_EQ(over.status.code, 1);
  EXPECT_THAT(over.err, HasSubstr("is there already"));

  const std::string journal = folder() + "/hub.sqlite";
  const auto whole = runtime::read_file(journal).value();
  std::ofstream(journal) << whole.substr(0, whole.size() - 1);
  const auto damaged = empty_.luft({"restore", folder()});
  EXPECT_EQ(damaged.status.code, 1);
  EXPECT_THAT(damaged.err, HasSubstr("hub.sqlite is damaged"));

  fs::remove(folder() + "/manifest.json");
  const auto incomplete = empty_.luft({"restore", folder()});
  EXPECT_EQ(incomplete.status.code, 1);
  EXPECT_THAT(incomplete.err, HasSubstr("no whole backup"));
  EXPECT_FALSE(fs::exists(empty_.data().root / "clickhouse")) << "nothing is left behind";
}

TEST(BackupOfNothing, SaysThatNothingRuns) {
  Installation installation;
  const auto taken = installation.luft({"backup", installation.file("backup")});
  EXPECT_EQ(taken.status.code, 1);
  EXPECT_THAT(taken.err, HasSubstr("nothing runs"));
}

}  // namespace
}  // namespace luft::tests

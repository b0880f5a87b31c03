// kill -9 of hub, broker and database at random moments under load, and a proxy before the database
// that misbehaves meanwhile: nothing is lost, nothing is stored twice.
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "tests/faults/stage.h"

namespace luft::tests {
namespace {

using namespace std::chrono_literals;
using Does = DatabaseProxy::Does;

constexpr int kDevices = 4;
constexpr auto kBetweenSamples = 10ms;

// Devices that sample, and send again what was not receipted, until it is destroyed.
class Load {
 public:
  explicit Load(std::vector<std::unique_ptr<hub::testing::FaithfulDevice>>& devices)
      : thread_{[this, &devices] {
          auto sent_again = std::chrono::steady_clock::now();
          while (!done_) {
            const auto now = std::chrono::steady_clock::now();
            const bool again = now - sent_again > 5s;
            if (again) sent_again = now;
            for (const auto& device : devices) {
              device->sample();
              if (again && device->held() > 0) device->send_again();
            }
            std::this_thread::sleep_for(kBetweenSamples);
          }
        }} {}
  ~Load() {
    done_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> done_{false};
  std::thread thread_;
};

class KillNineTest : public Stage {
 protected:
  // Waits for a random moment, up to so long.
  void pass(std::chrono::milliseconds longest) {
    std::uniform_int_distribution<long> moment{0, longest.count()};
    std::this_thread::sleep_for(std::chrono::milliseconds{moment(random)});
  }
  // Kills one of the three, hub the most, and starts it again after a while.
  void kill_one() {
    switch (std::uniform_int_distribution{0, 3}(random)) {
      case 0:
        broker->kill();
        pass(100ms);
        broker->restart();
        break;
      case 1:
        database->kill_hard();
        pass(300ms);
        database->start();
        break;
      default:
        hub->kill();
        pass(100ms);
        start_hub_again();
    }
  }
  // It waits until it serves and the broker answers.
  void start_hub_again() { ASSERT_NO_THROW(hub->start()); }

  std::mt19937 random{20'250'711};
};

TEST_F(KillNineTest, OfHubBrokerAndDatabaseUnderLoadLosesAndDoublesNothing) {
  const int kills = is_long() ? 200 : 10;
  start();
  for (int i = 0; i < kDevices; ++i) add_device("room-" + std::to_string(i));
  {
    const Load load{devices};
    std::uniform_int_distribution<std::size_t> kind{0, DatabaseProxy::kKinds - 1};
    for (int i = 0; i < kills; ++i) {
      proxy->set(i % 2 == 0 ? Does::pass : static_cast<Does>(kind(random)));
      pass(700ms);
      kill_one();
      if (HasFatalFailure()) return;
    }
    proxy->set(Does::pass);
  }
  ASSERT_TRUE(all_receipted(180s)) << hub->log();
  expect_stored_once();
  std::cout << kills << " kills, " << devices[0]->sampled() * kDevices << " readings, "
            << proxy->misbehaved() << " requests to the database mistreated\n";
}

// Each way in which an answer may go wrong, several times over the same batches.
TEST_F(KillNineTest, ADatabaseThatMisbehavesLosesAndDoublesNothing) {
  start();
  auto& device = add_device("kitchen");
  for (std::size_t kind = 1; kind < DatabaseProxy::kKinds; ++kind) {
    const auto what = static_cast<Does>(kind);
    for (int i = 0; i < 50; ++i) device.sample();
    proxy->set(what);
    const std::uint64_t before = proxy->misbehaved();
    const std::uint64_t enough = before + (what == Does::hang ? 1 : 2);
    device.sample();
    EXPECT_TRUE(hub::testing::eventually([&] {
      if (what == Does::refuse) return hub->status_of("/readyz") == 503;  // it sees nobody come
      return proxy->misbehaved() >= enough;
    })) << DatabaseProxy::name(what);
    proxy->set(Does::pass);
  }
  ASSERT_TRUE(all_receipted(60s)) << hub->log();
  expect_stored_once();
}

}  // namespace
}  // namespace luft::tests

// The database is away, hangs, or the journal is full meanwhile: the hub goes on, says so, stops
// when it is told to, and recovers by itself.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <nlohmann/json.hpp>

#include "runtime/unique_fd.h"
#include "tests/faults/stage.h"

namespace luft::tests {
namespace {

using namespace std::chrono_literals;
using hub::testing::eventually;
using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;

// A request that is sent now, and its answer later.
class PendingRequest {
 public:
  PendingRequest(std::uint16_t port, const std::string& path)
      : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    EXPECT_EQ(::write(socket_.get(), request.data(), request.size()),
              static_cast<ssize_t>(request.size()));
  }
  std::string answer() {
    std::string all;
    std::array<char, 4096> part;
    for (ssize_t n = 0; (n = ::read(socket_.get(), part.data(), part.size())) > 0;) {
      all.append(part.data(), static_cast<std::size_t>(n));
    }
    return all;
  }

 private:
  runtime::UniqueFd socket_;
};

class OutageTest : public Stage {
 protected:
  void sample(int readings) {
    for (int i = 0; i < readings; ++i) devices.front()->sample();
  }
  [[nodiscard]] bool alarm_is(const std::string& name, const std::string& value) {
    const std::string line = "luft_alarm{name=\"" + name + "\"} " + value + "\n";
    return eventually([&] { return hub->text("/metrics").find(line) != std::string::npos; }, 40s);
  }
};

// It takes connections and answers nothing: whoever waits for it must not keep the hub.
TEST_F(OutageTest, TheHubStopsInUnderFiveSecondsWhileTheDatabaseHangs) {
  broker.emplace();
  database.emplace();
  hub.emplace(*broker, *database);
  add_device("kitchen");
  sample(100);
  ASSERT_TRUE(all_receipted(60s));
  expect_stored_once();
  database->hang();
  sample(100);
  PendingRequest balance{hub->port(), "/api/v1/verify"};
  PendingRequest history{hub->port(), "/api/v1/devices/kitchen/readings?metric=temperature"};
  PendingRequest decisions{hub->port(), "/api/v1/decisions"};
  ASSERT_EQ(hub->status_of("/healthz"), 200);  // connections are taken in order: those too
  EXPECT_LT(hub->stop(), 5s);
  for (PendingRequest* pending : {&balance, &history, &decisions}) {
    EXPECT_THAT(pending->answer(), HasSubstr(" 503 "));
  }
  database->go_on();
  hub->start();
  ASSERT_TRUE(all_receipted(60s));
  expect_stored_once();
}

// The smallest journal there is fills while the database is away. What has a receipt stays; what
// has none waits at its device.
TEST_F(OutageTest, AFullJournalStopsReceiptsRaisesAlarmsAndRecovers) {
  start({{"LUFT_JOURNAL_MAX_MB", "1"},
         {"LUFT_INTAKE_RATE", "100000"},
         {"LUFT_INTAKE_BURST", "100000"}});
  add_device("kitchen");
  sample(10);
  ASSERT_TRUE(all_receipted(60s));
  database->kill_hard();
  EXPECT_TRUE(eventually(
      [&] {
        sample(500);
        return hub->text("/metrics").find("luft_alarm{name=\"journal_full\"} 1\n") !=
               std::string::npos;
      },
      60s));
  sample(200);
  EXPECT_FALSE(all_receipted(3s));
  EXPECT_TRUE(alarm_is("database_away", "1"));
  const std::string detail = hub->get("/readyz").dump();
  EXPECT_THAT(detail, HasSubstr("devices keep their readings"));

  database->start();
  EXPECT_TRUE(alarm_is("journal_full", "0"));
  EXPECT_TRUE(alarm_is("database_away", "0"));
  ASSERT_TRUE(all_receipted(120s));
  expect_stored_once();
  for (const char* row : {"journal_full raised", "journal_full ended", "database_away raised",
                          "database_away ended"}) {
    EXPECT_TRUE(eventually([&] { return testing::Value(alarms(), Contains(row)); })) << row;
  }
}

// The balance is asked all the time while batches fail half-way, are slow to be released, and come
// again: it never says that something is missing which is not.
TEST_F(OutageTest, TheBalanceIsExactWhileTheDatabaseMisbehaves) {
  start();
  add_device("kitchen");
  for (std::size_t kind = 0; kind < DatabaseProxy::kKinds; ++kind) {
    const auto what = static_cast<DatabaseProxy::Does>(kind);
    if (what == DatabaseProxy::Does::hang) continue;  // no balance then, within its patience
    for (int i = 0; i < 3; ++i) {
      sample(50);
      proxy->set(what);
      const json balance = hub->get("/api/v1/verify");
      ASSERT_TRUE(balance.is_object());
      EXPECT_EQ(balance.value("balanced", true), true) << DatabaseProxy::name(what) << "\n"
                                                       << balance.dump();
      proxy->set(DatabaseProxy::Does::pass);
    }
  }
  ASSERT_TRUE(all_receipted(60s));
  expect_stored_once();
}

}  // namespace
}  // namespace luft::tests

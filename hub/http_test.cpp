// Who is answered over HTTP: passwords, host names, and limits of time, with the hub as a process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "hub/testing/hub_process.h"
#include "runtime/file.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"

namespace luft::hub::testing {
namespace {

using namespace std::chrono_literals;
using store::testing::TestClickHouse;
using ::testing::HasSubstr;

class HttpTest : public ::testing::Test {
 protected:
  using Settings = std::map<std::string, std::string>;
  void SetUp() override {
    if (!TestClickHouse::available()) GTEST_SKIP() << "the embedded ClickHouse is not installed";
    database.emplace(TestClickHouse::Schema::none);
  }
  void start(Settings settings) { hub.emplace(broker, *database, std::move(settings)); }

  httplib::Response ask(const std::string& path, const httplib::Headers& headers = {}) {
    httplib::Client client{"127.0.0.1", hub->port()};
    const auto answer = client.Get(path, headers);
    return answer ? *answer : httplib::Response{};
  }
  std::string made_password() {
    return runtime::read_secret_file(hub->data_file("credentials/http")).value_or("none was made");
  }

  runtime::testing::TestBroker broker;
  std::optional<TestClickHouse> database;
  std::optional<HubProcess> hub;
};

TEST_F(HttpTest, OnLoopbackAsksForNoPassword) {
  start({});
  EXPECT_EQ(ask("/api/v1/devices").status, 200);
}

TEST_F(HttpTest, SaysWhichMethodsAPathTakesInsteadOfAnother) {
  start({});
  httplib::Client client{"127.0.0.1", hub->port()};
  const auto wrong = client.Get("/api/v1/devices/kitchen/window");
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->status, 405);
  EXPECT_EQ(wrong->get_header_value("Allow"), "POST");
  EXPECT_EQ(ask("/api/v1/nothing").status, 404);
}

TEST_F(HttpTest, PacksWhatIsLongForThoseWhoTakeIt) {
  start({});
  const std::string path = "/api/v1/openapi.json";
  const auto plain = ask(path, {{"Accept-Encoding", "identity"}});
  const auto packed = ask(path, {{"Accept-Encoding", "gzip, deflate, br"}});
  EXPECT_FALSE(plain.has_header("Content-Encoding"));
  EXPECT_EQ(packed.get_header_value("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.get_header_value_count("Content-Type"), 1);
  EXPECT_LT(4 * std::stoul(packed.get_header_value("Content-Length")), plain.body.size());
  EXPECT_EQ(packed.body, plain.body);  // the client unpacks it
  EXPECT_FALSE(ask("/healthz", {{"Accept-Encoding", "gzip"}}).has_header("Content-Encoding"));
}

TEST_F(HttpTest, BeyondLoopbackMakesAPasswordAndAsksForIt) {
  start({{"LUFT_HTTP_BIND", "0.0.0.0"}});
  const auto refused = ask("/api/v1/devices");
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(refused.get_header_value("WWW-Authenticate"), HasSubstr("Basic realm=\"Luft\""));
  EXPECT_EQ(refused.get_header_value("Content-Type"), "application/problem+json");
  EXPECT_EQ(ask("/").status, 401);
  EXPECT_EQ(ask("/metrics").status, 401);
  EXPECT_EQ(ask("/healthz").status, 200);  // for whoever restarts what does not serve
  const std::string password = made_password();
  EXPECT_EQ(ask("/api/v1/devices", {{"Authorization", "Bearer " + password}}).status, 200);
  EXPECT_EQ(
      ask("/api/v1/devices", {httplib::make_basic_authentication_header("me", password)}).status,
      200);
  hub->stop();
  hub->start();  // the same password is asked for again
  EXPECT_EQ(made_password(), password);
  EXPECT_EQ(ask("/api/v1/devices", {{"Authorization", "Bearer " + password}}).status, 200);
}

TEST_F(HttpTest, AChosenPasswordHoldsOnLoopbackToo) {
  const runtime::testing::TempFolder folder;
  start({{"LUFT_HTTP_PASSWORD_FILE", folder.write("password", "a good one\n")}});
  EXPECT_EQ(ask("/api/v1/devices").status, 401);
  EXPECT_EQ(ask("/api/v1/devices", {{"Authorization", "Bearer a good one"}}).status, 200);
  for (int i = 0; i < 20; ++i) (void)ask("/", {{"Authorization", "Bearer guess"}});
  const auto deaf = ask("/", {{"Authorization", "Bearer guess"}});
  EXPECT_EQ(deaf.status, 429);
  EXPECT_EQ(deaf.get_header_value("Retry-After"), "60");
}

TEST_F(HttpTest, IsReachedByItsNamesAndAddressesOnly) {
  start({{"LUFT_HTTP_NAMES", "luft.home, hub.example"}});
  for (const auto* host : {"luft.home", "LUFT.home:8080", "hub.example", "192.168.1.20:8080"}) {
    EXPECT_EQ(ask("/healthz", {{"Host", host}}).status, 200) << host;
  }
  const auto refused = ask("/healthz", {{"Host", "evil.example"}});
  EXPECT_EQ(refused.status, 421);
  EXPECT_THAT(refused.body, HasSubstr("http.names"));
}

}  // namespace
}  // namespace luft::hub::testing

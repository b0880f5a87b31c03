// Who is answered over HTTP: passwords, host names, and limits of time, with the hub as a process.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/socket.h>

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "hub/testing/hub_process.h"
#include "runtime/file.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"
#include "runtime/unique_fd.h"
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
  // All that comes back until the hub closes the connection; the second part is sent a moment
  // after the first.
  std::string answers_to(std::string_view first, std::string_view second = {}) {
    const runtime::UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(hub->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::send(socket.get(), first.data(), first.size(), MSG_NOSIGNAL), std::ssize(first));
    std::this_thread::sleep_for(50ms);
    (void)::send(socket.get(), second.data(), second.size(), MSG_NOSIGNAL);  // if it still hears
    std::string all;
    std::array<char, 4096> part;
    for (ssize_t got = 0; (got = ::recv(socket.get(), part.data(), part.size(), 0)) > 0;) {
      all.append(part.data(), static_cast<std::size_t>(got));
    }
    return all;
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

TEST_F(HttpTest, AnswersWholeWhateverPartIsAskedFor) {
  start({});
  const auto whole = ask("/healthz");
  for (const auto* range : {"bytes=0-3", "bytes=2000-120000", "bytes=-1", "bytes=5-"}) {
    const auto answer = ask("/healthz", {{"Range", range}});
    EXPECT_EQ(answer.status, 200) << range;
    EXPECT_EQ(answer.body, whole.body) << range;
  }
}

// Whoever is refused could else write the next request into the body of the first: a page on
// another site, with any headers it likes.
TEST_F(HttpTest, TakesNothingThatFollowsARequestForAnother) {
  start({});
  const std::string second =
      "POST /api/v1/devices/kitchen/window HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"position\":78}";
  const std::string length = "Content-Length: " + std::to_string(second.size()) + "\r\n\r\n";
  for (const std::string& first :
       {"POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
        "Content-Type: text/plain\r\n" +
            length,
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + length,
        "POST /api/v1/nothing HTTP/1.1\r\nHost: localhost\r\n" + length}) {
    const std::string answers = answers_to(first, second);
    EXPECT_THAT(answers, ::testing::StartsWith("HTTP/1.1 "));
    EXPECT_EQ(answers.rfind("HTTP/1.1 "), 0U) << answers;
  }
}

TEST_F(HttpTest, ReadsNoBodyWithoutALength) {
  start({});
  const std::string answer = answers_to(
      "POST /api/v1/airing HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\n{\"a\":\r\n");
  EXPECT_THAT(answer, ::testing::StartsWith("HTTP/1.1 411 "));
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
  httplib::Client anybody{"127.0.0.1", hub->port()};
  EXPECT_EQ(anybody.Post("/healthz", "{}", "application/json")->status, 401);
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

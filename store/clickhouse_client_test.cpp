#include "store/clickhouse_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include "runtime/process.h"
#include "runtime/testing/free_port.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/unique_fd.h"
#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using Kind = ClickHouseErrorKind;

class Client : public testing::EngineFixture {
 protected:
  static ClickHouseClient admin() { return server().client(DatabaseUser::admin); }
};

TEST_F(Client, ReturnsTheWholeResultInTheFormatAskedFor) {
  auto client = admin();
  EXPECT_EQ(client.query("SELECT 1, 'a'"), "1\ta\n");
  EXPECT_EQ(client.query("SELECT 1 AS x", {}, "JSONEachRow"), "{\"x\":1}\n");
  EXPECT_EQ(client.query("SELECT 1 AS x FORMAT CSV", {}, "JSONEachRow"), "1\n");
  EXPECT_EQ(client.query("SELECT count() FROM (SELECT * FROM numbers(100000))"), "100000\n");
  EXPECT_EQ(client.query("SELECT number FROM numbers(1000000)")->size(), 6'888'890U);
}

TEST_F(Client, PassesAnyTextAsAParameterUnchanged) {
  const std::string text = "a'b\"c\\d\te\nf\rg%20&param_x=1;--ü\x01 {y:String}";
  EXPECT_EQ(admin().query("SELECT {text:String}", {{"text", text}}, "RawBLOB"), text);
}

TEST_F(Client, SaysWhatIsWrongWithAStatement) {
  const auto answer = admin().query("SELEC 1");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::bad_request);
  EXPECT_EQ(answer.error().code, 62);
  EXPECT_THAT(answer.error().message, HasSubstr("Syntax error"));
}

TEST_F(Client, KnowsMissingTablesBadDataAndMissingRightsFromOneAnother) {
  EXPECT_EQ(admin().query("SELECT * FROM luft.nothing").error().kind, Kind::bad_request);
  EXPECT_EQ(admin().insert("INSERT INTO luft.readings FORMAT RowBinary", "half a row").error().kind,
            Kind::bad_request);
  EXPECT_EQ(server().client(DatabaseUser::reader).query("DROP TABLE luft.readings").error().kind,
            Kind::refused);
}

// Of a user that may do anything: a long question, told to end by itself or by us.
class LimitedClient : public Client {
 protected:
  static constexpr auto kLong =
      "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number)) -- long";

  static ClickHouseClient reading_within(milliseconds limit) {
    auto endpoint = server().endpoint(DatabaseUser::admin);
    endpoint.reads_within = limit;
    return ClickHouseClient{endpoint};
  }
  static bool runs() {
    return ask(DatabaseUser::admin,
               "SELECT count() FROM system.processes WHERE query LIKE '%-- long' "
               "AND query NOT LIKE '%system.processes%'") != "0";
  }
  static bool eventually_runs(bool wanted) {
    for (int i = 0; i < 1'000 && runs() != wanted; ++i) {
      std::this_thread::sleep_for(milliseconds{10});
    }
    return runs() == wanted;
  }
};

TEST_F(LimitedClient, EndsAQuestionThatTakesTooLong) {
  const auto answer = reading_within(milliseconds{300}).query(kLong);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::timeout) << answer.error().message;
  EXPECT_TRUE(eventually_runs(false));
}

TEST_F(LimitedClient, EndsAQuestionWhenItHangsUp) {
  auto endpoint = server().endpoint(DatabaseUser::admin);
  endpoint.reads_within = std::chrono::minutes{10};
  endpoint.cancellation = std::make_shared<Cancellation>();
  std::optional<ClickHouseResult<std::string>> answer;
  std::thread asking{[&] { answer = ClickHouseClient{endpoint}.query(kLong); }};
  EXPECT_TRUE(eventually_runs(true));
  EXPECT_TRUE(endpoint.cancellation->cancel(std::chrono::seconds{10}));
  asking.join();
  ASSERT_FALSE(*answer);
  EXPECT_TRUE(eventually_runs(false));
}

TEST_F(LimitedClient, OnlyReads) {
  const auto answer =
      reading_within(std::chrono::minutes{1}).query("DROP TABLE luft.service_events");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::refused);
}

TEST_F(Client, ReportsAnErrorThatComesAfterTheFirstRows) {
  const auto answer = admin().query(
      "SELECT throwIf(number = 900000, 'late') FROM numbers(1000000) SETTINGS max_block_size = "
      "100");
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("late"));
}

TEST_F(Client, RefusesAnAnswerBeyondItsLimit) {
  ClickHouseEndpoint endpoint = server().endpoint(DatabaseUser::admin);
  endpoint.max_answer_bytes = 1'000;
  ClickHouseClient client(endpoint);
  const auto answer = client.query("SELECT number FROM numbers(1000000)");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::bad_request);
  EXPECT_EQ(client.query("SELECT 1"), "1\n");
}

TEST_F(Client, TellsAWrongPasswordFromAnythingElse) {
  ClickHouseEndpoint endpoint = server().endpoint(DatabaseUser::admin);
  endpoint.password = "wrong";
  const auto answer = ClickHouseClient(endpoint).query("SELECT 1");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::refused);
  EXPECT_FALSE(is_retryable(answer.error().kind));
}

TEST_F(Client, FindsTheServerAgainAfterItWasAway) {
  auto client = admin();
  ASSERT_TRUE(client.query("SELECT 1"));
  server().kill_hard();
  const auto away = client.query("SELECT 1");
  ASSERT_FALSE(away);
  EXPECT_EQ(away.error().kind, Kind::unreachable);
  EXPECT_THAT(away.error().message, HasSubstr(server().url()));
  server().start();
  EXPECT_EQ(client.query("SELECT 1"), "1\n");
}

TEST_F(Client, SendsCompressedDataWhenToldTo) {
  ClickHouseEndpoint endpoint = server().endpoint(DatabaseUser::admin);
  endpoint.compression = Compression::gzip;
  ClickHouseClient client(endpoint);
  std::string body;
  for (int i = 0; i < 10'000; ++i) body += "{\"device\":\"compressed\"}\n";
  ASSERT_TRUE(client.insert("INSERT INTO luft.device_events FORMAT JSONEachRow", body));
  EXPECT_EQ(client.query("SELECT count() FROM luft.device_events WHERE device = 'compressed'"),
            "10000\n");
}

TEST_F(Client, GivesUpOnAnAnswerThatDoesNotCome) {
  ClickHouseEndpoint endpoint = server().endpoint(DatabaseUser::admin);
  endpoint.answer_timeout = milliseconds{100};
  const auto answer = ClickHouseClient(endpoint).query("SELECT sleep(2)");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::timeout);
}

TEST_F(Client, CallsTheServersOwnTimeLimitATimeout) {
  const auto answer = admin().query(
      "SELECT sleepEachRow(0.1) FROM numbers(100) SETTINGS max_execution_time = 0.3, "
      "max_block_size = 1");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::timeout);
}

TEST_F(Client, CallsMemoryThatIsUsedUpOverload) {
  const auto answer = admin().query(
      "SELECT groupArray(number) FROM numbers(100000000) SETTINGS max_memory_usage = 10000000");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::overloaded);
}

// A server that speaks TLS, as a ClickHouse with a certificate does, in front of the real one.
class TlsFront {
 public:
  explicit TlsFront(std::string behind) : behind_(std::move(behind)) {
    auto openssl = runtime::Process::start(
        {.command = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                     "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                     "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                     folder_.file("key"), "-out", folder_.file("cert")},
         .output_file = folder_.file("openssl.log")});
    EXPECT_TRUE(openssl && openssl->wait().success());
    server_ = std::make_unique<httplib::SSLServer>(folder_.file("cert").c_str(),
                                                   folder_.file("key").c_str());
    server_->Post("/", [this](const httplib::Request& request, httplib::Response& response) {
      std::string path = "/?";
      for (const auto& [name, value] : request.params) {
        path += httplib::detail::encode_query_param(name) + "=" +
                httplib::detail::encode_query_param(value) + "&";
      }
      const httplib::Headers headers{
          {"X-ClickHouse-User", request.get_header_value("X-ClickHouse-User")},
          {"X-ClickHouse-Key", request.get_header_value("X-ClickHouse-Key")}};
      const auto answer =
          httplib::Client(behind_).Post(path, headers, request.body, "application/octet-stream");
      response.status = answer ? answer->status : 502;
      if (answer) response.body = answer->body;
    });
    port_ = server_->bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_->listen_after_bind(); });
  }
  ~TlsFront() {
    server_->stop();
    thread_.join();
  }
  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string certificate() const { return folder_.file("cert"); }

 private:
  std::string behind_;
  runtime::testing::TempFolder folder_;
  std::unique_ptr<httplib::SSLServer> server_;
  int port_ = 0;
  std::thread thread_;
};

TEST_F(Client, SpeaksTlsToAServerThatItCanTrust) {
  const TlsFront front(server().url());
  ClickHouseEndpoint endpoint = server().endpoint(DatabaseUser::writer);
  endpoint.url = front.url();
  endpoint.ca_file = front.certificate();
  ClickHouseClient client(endpoint);
  const auto answer = client.query("SELECT 1");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*answer, "1\n");
  EXPECT_TRUE(client.insert("INSERT INTO luft.device_events (device) FORMAT CSV", "tls\n"));
}

TEST_F(Client, SendsNothingToAServerWhoseCertificateItCannotTrust) {
  const TlsFront front(server().url());
  ClickHouseEndpoint endpoint = server().endpoint(DatabaseUser::writer);
  endpoint.url = front.url();
  const auto answer = ClickHouseClient(endpoint).query("SELECT 1");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::unreachable);
}

TEST(ClientWithoutServer, SaysThatNobodyListens) {
  ClickHouseEndpoint endpoint;
  endpoint.url = "http://127.0.0.1:" + std::to_string(runtime::testing::free_port());
  endpoint.user = "luft_writer";
  const auto answer = ClickHouseClient(endpoint).query("SELECT 1");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::unreachable);
  EXPECT_TRUE(is_retryable(answer.error().kind));
  EXPECT_THAT(answer.error().message, HasSubstr(endpoint.url));
}

// A port whose connections are accepted by the system and never answered.
TEST(ClientWithoutServer, CallsSilenceATimeout) {
  const runtime::UniqueFd silent(::socket(AF_INET, SOCK_STREAM, 0));
  ASSERT_GE(silent.get(), 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(::bind(silent.get(), reinterpret_cast<sockaddr*>(&address), length), 0);
  ASSERT_EQ(::listen(silent.get(), 8), 0);
  ASSERT_EQ(::getsockname(silent.get(), reinterpret_cast<sockaddr*>(&address), &length), 0);

  ClickHouseEndpoint endpoint;
  endpoint.url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  endpoint.answer_timeout = milliseconds{100};
  ClickHouseClient client(endpoint);
  EXPECT_EQ(client.query("SELECT 1").error().kind, Kind::timeout);
  EXPECT_EQ(client.insert("INSERT INTO x FORMAT CSV", "1").error().kind, Kind::timeout);
}

}  // namespace
}  // namespace luft::store

// The running hub against its own OpenAPI document: every operation is asked so that each status
// that is described comes, and each answer must be as its schema says.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

#include "hub/testing/hub_process.h"
#include "hub/testing/json_schema.h"
#include "runtime/mqtt_link.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"

namespace luft::hub::testing {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::IsEmpty;

// What the test does before it asks.
enum class While { all_is_well, broker_and_database_are_away };

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

struct Asked {
  std::string method;
  std::string described;  // path in the document
  int status = 200;
  std::string path;  // as asked
  std::string body;
  httplib::Headers headers;
  While when = While::all_is_well;
};

// What changes something is refused in the same cases, whatever it is.
std::vector<Asked> changes(const std::string& method, const std::string& rest, int status,
                           const std::string& body) {
  const std::string described = "/api/v1/devices/{id}" + rest;
  const std::string path = "/api/v1/devices/kitchen" + rest;
  const httplib::Headers elsewhere{{"Origin", "https://evil.example"}};
  return {
      {method, described, status, path, body, {}},
      {method, described, 400, path, "[]", {}},
      {method, described, 403, path, body, elsewhere},
      {method, described, 404, "/api/v1/devices/nobody" + rest, body, {}},
      {method, described, 415, path, "", {}},
  };
}

// A table. NOLINTNEXTLINE(readability-function-size)
std::vector<Asked> all_asked() {
  constexpr auto kAway = While::broker_and_database_are_away;
  const std::string devices = "/api/v1/devices";
  const std::string one = devices + "/{id}";
  std::vector<Asked> all{
      {"GET", "/healthz", 200, "/healthz", {}, {}},
      {"GET", "/readyz", 200, "/readyz", {}, {}},
      {"GET", "/readyz", 503, "/readyz", {}, {}, kAway},
      {"GET", "/metrics", 200, "/metrics", {}, {}},
      {"GET", "/api/v1/openapi.json", 200, "/api/v1/openapi.json", {}, {}},
      {"GET", devices, 200, devices, {}, {}},
      {"GET", devices, 200, devices + "?limit=1&after=sensor", {}, {}},
      {"GET", devices, 400, devices + "?limit=0", {}, {}},
      {"GET", devices, 400, devices + "?after=nobody", {}, {}},
      {"GET", devices, 400, devices + "?limti=5", {}, {}},
      {"GET", one, 200, devices + "/kitchen", {}, {}},
      {"GET", one, 400, devices + "/kitchen?fields=id", {}, {}},
      {"GET", one, 404, devices + "/nobody", {}, {}},
      {"GET", one + "/config", 200, devices + "/kitchen/config", {}, {}},
      {"GET", one + "/config", 400, devices + "/kitchen/config?x=1", {}, {}},
      {"GET", one + "/config", 404, devices + "/nobody/config", {}, {}},
      {"GET", one + "/readings", 200, devices + "/kitchen/readings?metric=humidity", {}, {}},
      {"GET", one + "/readings", 400, devices + "/kitchen/readings", {}, {}},
      {"GET", one + "/readings", 404, devices + "/nobody/readings?metric=humidity", {}, {}},
      {"GET", one + "/readings", 503, devices + "/kitchen/readings?metric=humidity", {}, {}, kAway},
      {"GET", one + "/movements", 200, devices + "/kitchen/movements?limit=5", {}, {}},
      {"GET", one + "/movements", 400, devices + "/kitchen/movements?limit=0", {}, {}},
      {"GET",
       one + "/movements",
       200,
       devices + "/kitchen/movements?from=2026-01-01&to=2026-02-01&before=0&cause=person",
       {},
       {}},
      {"GET", one + "/movements", 400, devices + "/kitchen/movements?cause=wind", {}, {}},
      {"GET", one + "/movements", 400, devices + "/kitchen/movements?to=yesterday", {}, {}},
      {"GET", one + "/movements", 404, devices + "/nobody/movements", {}, {}},
      {"GET", one + "/movements", 503, devices + "/kitchen/movements", {}, {}, kAway},
      {"POST", one + "/window", 409, devices + "/sensor/window", R"({"position":5})", {}},
      {"POST", one + "/hold", 409, devices + "/sensor/hold", "{}", {}},
      {"POST", one + "/release", 409, devices + "/sensor/release", "{}", {}},
      {"POST", one + "/calibrate", 409, devices + "/sensor/calibrate", "{}", {}},
      {"GET", "/api/v1/decisions", 200, "/api/v1/decisions?device=kitchen", {}, {}},
      {"GET", "/api/v1/decisions", 400, "/api/v1/decisions?before=yesterday", {}, {}},
      {"GET", "/api/v1/decisions", 503, "/api/v1/decisions", {}, {}, kAway},
      {"GET", "/api/v1/examples", 200, "/api/v1/examples", {}, {}},
      {"GET", "/api/v1/examples", 400, "/api/v1/examples?cursor='", {}, {}},
      {"GET", "/api/v1/examples", 503, "/api/v1/examples", {}, {}, kAway},
      {"GET", "/api/v1/verify", 200, "/api/v1/verify", {}, {}},
      {"GET", "/api/v1/verify", 200, "/api/v1/verify?twice_since=0", {}, {}},
      {"GET", "/api/v1/verify", 400, "/api/v1/verify?twice_since=yesterday", {}, {}},
      {"GET", "/api/v1/verify", 503, "/api/v1/verify?twice_since=0", {}, {}, kAway},
      {"GET", "/api/v1/model", 200, "/api/v1/model", {}, {}},
      {"GET", "/api/v1/model/quality", 200, "/api/v1/model/quality?from=0", {}, {}},
      {"GET", "/api/v1/model/quality", 400, "/api/v1/model/quality?from=yesterday", {}, {}},
      {"GET", "/api/v1/model/quality", 503, "/api/v1/model/quality", {}, {}, kAway},
      {"GET", "/api/v1/model/shadow", 200, "/api/v1/model/shadow?from=0", {}, {}},
      {"GET", "/api/v1/model/shadow", 400, "/api/v1/model/shadow?from=yesterday", {}, {}},
      {"GET", "/api/v1/model/shadow", 503, "/api/v1/model/shadow", {}, {}, kAway},
      {"GET", "/api/v1/storage", 200, "/api/v1/storage", {}, {}},
      {"GET", "/api/v1/storage", 503, "/api/v1/storage", {}, {}, kAway},
      {"GET", "/api/v1/system", 200, "/api/v1/system", {}, {}},
  };
  const auto add = [&all](std::vector<Asked> more) {
    std::ranges::move(more, std::back_inserter(all));
  };
  for (const auto& [name, body] :
       {std::pair{"/window", R"({"position":40,"hold_s":60})"},
        std::pair{"/hold", R"({"hold_s":60})"}, std::pair{"/release", "{}"},
        std::pair{"/identify", "{}"}, std::pair{"/calibrate", "{}"}}) {
    add(changes("POST", name, 202, body));
    add({{"POST", one + name, 503, devices + "/kitchen" + name, body, {}, kAway}});
  }
  add({{"GET", "/api/v1/airing", 200, "/api/v1/airing", {}, {}},
       {"GET", "/api/v1/airing", 400, "/api/v1/airing?x=1", {}, {}},
       {"POST", "/api/v1/airing", 202, "/api/v1/airing", R"({"paused":true})", {}},
       {"POST", "/api/v1/airing", 400, "/api/v1/airing", "{}", {}},
       {"POST",
        "/api/v1/airing",
        403,
        "/api/v1/airing",
        R"({"paused":true})",
        {{"Origin", "https://evil.example"}}},
       {"POST", "/api/v1/airing", 415, "/api/v1/airing", "", {}},
       {"POST", "/api/v1/airing", 503, "/api/v1/airing", R"({"paused":true})", {}, kAway}});
  add({{"POST", "/api/v1/backup", 400, "/api/v1/backup", "[]", {}},
       {"POST",
        "/api/v1/backup",
        403,
        "/api/v1/backup",
        "{}",
        {{"Origin", "https://evil.example"}}},
       {"POST", "/api/v1/backup", 415, "/api/v1/backup", "", {}},
       {"POST", "/api/v1/backup", 202, "/api/v1/backup", "{}", {}},
       {"POST", "/api/v1/backup", 409, "/api/v1/backup", "{}", {}},
       {"GET", "/api/v1/backup", 200, "/api/v1/backup", {}, {}}});
  for (const auto& [name, body] :
       {std::pair{"use", R"({"version":"1.2.0"})"}, std::pair{"roll_back", "{}"},
        std::pair{"shadow", R"({"version":null})"}}) {
    const std::string path = std::string{"/api/v1/model/"} + name;
    add({{"POST", path, 202, path, body, {}},
         {"POST", path, 400, path, "[]", {}},
         {"POST", path, 403, path, body, {{"Origin", "https://evil.example"}}},
         {"POST", path, 415, path, "", {}},
         {"POST", path, 503, path, body, {}, kAway}});
  }
  add(changes("PATCH", "", 200, R"({"name":"Kitchen","labels":{"floor":"2"}})"));
  auto removed = changes("DELETE", "", 200, "{}");
  removed.front().path = devices + "/sensor";  // the kitchen is asked about until the end
  std::ranges::rotate(removed, removed.begin() + 1);
  add(std::move(removed));
  add(changes("PUT", "/config", 202, R"({"metrics":{"temperature":{"interval_s":60}}})"));
  return all;
}

class OpenApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!store::testing::TestClickHouse::available()) {
      GTEST_SKIP() << "the embedded ClickHouse is not installed";
    }
    broker.emplace();
    database.emplace();
    hub.emplace(*broker, *database,
                std::map<std::string, std::string>{{"LUFT_HTTP_MAX_EVENT_STREAMS", "1"}});
    person.emplace(
        runtime::MqttLinkOptions{
            .mqtt = broker->settings("person"), .subscriptions = {}, .status = {}},
        runtime::MqttLinkCallbacks{}, runtime::Log{"person", {.level = runtime::LogLevel::off}});
    person->start();
    ASSERT_TRUE(eventually([this] { return hub->status_of("/readyz") == 200; }));
    document = hub->get("/api/v1/openapi.json");
    ASSERT_TRUE(document.is_object());
    furnish();
  }

  // A kitchen with a window that was decided about and moved, and a device without one.
  void furnish() {
    say("device/sensor/info", R"({"boot":1,"window":false})");
    say("sensor/kitchen/humidity", "50");
    say("sensor/kitchen/temperature", "24");
    say("window/kitchen/state",
        R"({"position":10,"target":10,"moving":false,"cause":"person","hold_s":60})");
    ASSERT_TRUE(eventually([this] {
      const json kitchen = hub->get("/api/v1/devices/kitchen");
      return kitchen.contains("trigger") && kitchen["trigger"].is_object() &&
             kitchen["window"].is_object();
    }));
    say("window/kitchen/control", R"({"position":30,"confidence":0.8,"reason":"warm"})");
    ASSERT_TRUE(
        eventually([this] { return hub->get("/api/v1/devices/kitchen")["decision"].is_object(); }));
    say("device/kitchen/event", R"({"event":"refused","request_id":"q","reason":"rain"})");
    ASSERT_TRUE(eventually(
        [this] { return hub->get("/api/v1/devices/kitchen")["last_event"]["request_id"] == "q"; }));
    say("ml/model", R"({"version":"1.2.0","metrics":{"cost":1.5},"tastes":[)"
                    R"({"device":"kitchen","wishes":6,"since_ms":1,"warmer_k":-0.8}]})");
    ASSERT_TRUE(eventually([this] { return !hub->get("/api/v1/model")["tastes"].empty(); }));
    say("ml/shadow/kitchen",
        R"({"model":"luft-2.0.0","position":28,"confidence":0.7,"in_force":30,"stood":10})");
    ASSERT_TRUE(eventually(
        [this] { return hub->get("/api/v1/model/shadow")["models"][0]["decisions"] == 1; }));
  }
  void say(const std::string& topic, const std::string& payload) {
    ASSERT_TRUE(eventually([&] { return person->publish(topic, payload).has_value(); }));
  }

  httplib::Result ask(const Asked& asked) {
    httplib::Client client{"127.0.0.1", hub->port()};
    client.set_read_timeout(20s);
    if (asked.method == "GET") return client.Get(asked.path, asked.headers);
    const char* type = asked.status == 415 ? "text/plain" : "application/json";
    if (asked.method == "PATCH") {
      return client.Patch(asked.path, asked.headers, asked.body, type);
    }
    if (asked.method == "PUT") return client.Put(asked.path, asked.headers, asked.body, type);
    if (asked.method == "DELETE") {
      return client.Delete(asked.path, asked.headers, asked.body, type);
    }
    return client.Post(asked.path, asked.headers, asked.body, type);
  }

  json resolved(const json& described) {
    if (!described.contains("$ref")) return described;
    const std::string target = described["$ref"].get<std::string>().substr(1);
    return document.at(json::json_pointer{target});
  }

  // Whether the answer is one that the document describes for this operation and status.
  void expect_as_described(const Asked& asked, const httplib::Response& answer) {
    const std::string what = fmt::format("{} {} {}", asked.method, asked.path, asked.status);
    ASSERT_EQ(answer.status, asked.status) << what << ": " << answer.body;
    const json& operation = document["paths"][asked.described][lower(asked.method)];
    const json& response = resolved(operation["responses"][std::to_string(asked.status)]);
    std::string type = answer.get_header_value("Content-Type");
    type = type.substr(0, type.find(';'));
    ASSERT_TRUE(response["content"].contains(type)) << what << " answers " << type;
    const json& schema = response["content"][type]["schema"];
    std::vector<json> values;
    std::istringstream lines{answer.body};
    if (type == "application/x-ndjson") {
      for (std::string line; std::getline(lines, line);) values.push_back(json::parse(line));
    } else if (type == "text/plain") {
      values.emplace_back(answer.body);
    } else {
      values.push_back(json::parse(answer.body));
    }
    for (const json& value : values) {
      EXPECT_THAT(problems_with(value, schema, document), IsEmpty()) << what << ": " << value;
    }
  }

  void ask_all(While when) {
    for (const Asked& asked : all_asked()) {
      if (asked.when != when) continue;
      const auto answer = ask(asked);
      ASSERT_TRUE(answer) << asked.path;
      expect_as_described(asked, *answer);
    }
  }

  std::optional<runtime::testing::TestBroker> broker;
  std::optional<store::testing::TestClickHouse> database;
  std::optional<HubProcess> hub;
  std::optional<runtime::MqttLink> person;
  json document;
};

// `default` stands for what any request may meet: http_test.cpp tries that.
TEST_F(OpenApiTest, IsTriedForEveryOperationAndStatus) {
  std::set<std::string> described;
  for (const auto& [path, methods] : document["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      for (const auto& [status, response] : operation["responses"].items()) {
        if (status == "default" || path == "/api/v1/events") continue;  // a test of its own
        described.insert(fmt::format("{} {} {}", method, path, status));
      }
    }
  }
  std::set<std::string> tried;
  for (const Asked& asked : all_asked()) {
    tried.insert(fmt::format("{} {} {}", lower(asked.method), asked.described, asked.status));
  }
  EXPECT_EQ(tried, described);
}

TEST_F(OpenApiTest, IsWhatTheHubDoes) {
  ask_all(While::all_is_well);
  database->kill_hard();
  broker.reset();
  ASSERT_TRUE(eventually([this] {
    const json system = hub->get("/api/v1/system");
    return system.is_object() && system["parts"][0]["state"] == "down" &&
           hub->status_of("/readyz") == 503;
  }));
  ask_all(While::broker_and_database_are_away);
}

TEST_F(OpenApiTest, DescribesTheStreamOfEvents) {
  std::string text;
  int second_status = 0;
  httplib::Client client{"127.0.0.1", hub->port()};
  client.set_read_timeout(20s);
  const auto take = [&](const char* bytes, std::size_t length) {
    text.append(bytes, length);
    if (second_status == 0) second_status = hub->status_of("/api/v1/events");  // one is open
    return text.find("event: snapshot") != std::string::npos && text.find("\n\n") == text.npos;
  };
  (void)client.Get("/api/v1/events", take);
  EXPECT_EQ(second_status, 503);
  const std::size_t start = text.find("data: ") + 6;
  const json snapshot = json::parse(text.substr(start, text.find('\n', start) - start));
  const json& schema = document["components"]["schemas"]["Snapshot"];
  EXPECT_THAT(problems_with(snapshot, schema, document), IsEmpty());
}

TEST_F(OpenApiTest, UnknownParametersAreRefusedWithTheNearestName) {
  const auto answer = ask({"GET", {}, 400, "/api/v1/decisions?devise=kitchen", {}, {}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 400);
  EXPECT_THAT(answer->body, ::testing::HasSubstr("did you mean device?"));
}

TEST_F(OpenApiTest, APersonsChoicesComeBackAsExamplesPageByPage) {
  EXPECT_EQ(hub->post("/api/v1/devices/kitchen/window", R"({"position":80,"hold_s":60})"), 202);
  hub->stop();  // what was not taken back by then was meant
  hub->start();
  ASSERT_TRUE(eventually([this] { return hub->status_of("/readyz") == 200; }));
  say("sensor/kitchen/humidity", "50");
  say("sensor/kitchen/temperature", "25");
  ASSERT_TRUE(eventually([this] {  // what the room is like is known again
    const auto answer = ask({"GET", {}, 200, "/api/v1/devices/kitchen", {}, {}});
    return answer && json::parse(answer->body)["readings"]["temperature"]["value"] == 25;
  }));
  ASSERT_TRUE(eventually(
      [this] { return hub->post("/api/v1/devices/kitchen/hold", R"({"hold_s":90})") == 202; }));
  hub->stop();
  hub->start();
  std::vector<json> examples;
  ASSERT_TRUE(eventually([&] {
    const auto answer = ask({"GET", {}, 200, "/api/v1/examples", {}, {}});
    examples.clear();
    std::istringstream lines{answer ? answer->body : ""};
    for (std::string line; std::getline(lines, line);) examples.push_back(json::parse(line));
    return examples.size() == 2;
  }));
  EXPECT_EQ(examples[0]["position"], 80);
  EXPECT_EQ(examples[0]["hold_s"], 60);
  EXPECT_EQ(examples[0]["inputs"]["temp"], 24);
  EXPECT_EQ(examples[0]["inputs"]["humidity"], 50);
  EXPECT_EQ(examples[0]["inputs"]["volume"], nullptr);
  EXPECT_EQ(examples[0]["inputs"]["position"], 10);
  EXPECT_EQ(examples[1]["position"], 10);  // as it stood
  EXPECT_EQ(examples[1]["inputs"]["temp"], 25);
  EXPECT_EQ(examples[1]["hold_s"], 90);

  const auto page = ask({"GET", {}, 200, "/api/v1/examples?limit=1", {}, {}});
  ASSERT_TRUE(page);
  const std::string next = page->get_header_value("Link");
  EXPECT_THAT(next, ::testing::HasSubstr("cursor=" + examples[0]["id"].get<std::string>()));
  const std::string path = next.substr(1, next.find('>') - 1);
  const auto rest = ask({"GET", {}, 200, path, {}, {}});
  ASSERT_TRUE(rest);
  EXPECT_EQ(json::parse(rest->body)["id"], examples[1]["id"]);
}

}  // namespace
}  // namespace luft::hub::testing

// Models that change while the service runs: no request is lost, and nothing damaged decides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "contract/control.h"
#include "contract/shadow_decision.h"
#include "ml/learning/taste_file.h"
#include "ml/model/artifact.h"
#include "ml/service.h"
#include "ml/versions/versions.h"
#include "runtime/channel.h"
#include "runtime/file.h"
#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;
using runtime::testing::MqttPeer;
using runtime::testing::TestBroker;
using ::testing::AllOf;
using ::testing::HasSubstr;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

const std::string kShipped = std::string(LUFT_SOURCE_DIR) + "/ml/default_model";
constexpr auto kRequest = R"({"temp":29,"humidity":55,"volume":41,"outdoor_temp":15})";

class ServiceWithVersions : public ::testing::Test {
 protected:
  ServiceWithVersions() {
    train("1.0.0");
    EXPECT_TRUE(versions.use("1.0.0", "a test", 1));
    service.emplace(load_model(folder + "/current").value(), options(), clock, metrics, log());
    service->start();
    EXPECT_THAT(hub.next_on("ml/model")->payload, HasSubstr("1.0.0"));
  }
  ~ServiceWithVersions() override { service->stop(); }

  void train(const std::string& version) {
    Model model = load_model(kShipped).value();
    model.version = version;
    ASSERT_TRUE(save_model(model, folder + "/" + version));
  }

  ServiceOptions options() {
    return {.mqtt = broker.settings("luft-ml"),
            .places = {.model = [this] { return folder + "/current"; },
                       .shadow =
                           [this] {
                             const std::string place = folder + "/shadow";
                             return fs::exists(place) ? place : std::string();
                           },
                       .tastes = folder + "/tastes.json"},
            .watch_every = 20ms};
  }

  runtime::Log log() {
    return {"ml", {}, [this](std::string_view line) { (void)lines.try_send(std::string(line)); }};
  }

  // The next log line that holds `text`, waiting for it; empty when none came in half a minute.
  std::string next_line(std::string_view text) {
    while (auto line = lines.receive_for(30s)) {
      if (line->find(text) != std::string::npos) return *line;
    }
    return {};
  }

  // Which model answers a request.
  std::string answering() {
    hub.publish("ml/inference/request/kitchen", kRequest);
    const auto answer = hub.next_on("window/kitchen/control", 5s);
    if (!answer) return "none";
    return std::string(contract::parse_window_control(answer->payload)->model->view());
  }

  std::uint64_t count(const char* name) { return metrics.counter(name, "").value(); }

  runtime::testing::TempFolder temp;
  std::string folder = temp.file("models");
  Versions versions{folder, kShipped};
  TestBroker broker;
  runtime::Channel<std::string> lines{100'000};
  runtime::RealClock clock;
  runtime::Metrics metrics;
  MqttPeer hub{broker.settings("hub"), {"window/+/control", "ml/model", "ml/shadow/+"}};
  std::optional<Service> service;
};

TEST_F(ServiceWithVersions, TakesAnotherModelOverWithoutLosingARequest) {
  EXPECT_EQ(answering(), "luft-1.0.0");
  train("1.1.0");
  constexpr int kMany = 400;
  for (int i = 0; i < kMany; ++i) {
    hub.publish("ml/inference/request/room-" + std::to_string(i), kRequest);
    if (i == kMany / 4) {
      EXPECT_TRUE(versions.use("1.1.0", "a test", 2));
    }
  }
  bool announced = false;
  for (int answered = 0; answered < kMany;) {
    const auto message = hub.next(10s);
    ASSERT_TRUE(message) << answered;
    if (message->topic == "ml/model") {
      EXPECT_THAT(message->payload, HasSubstr("1.1.0"));
      announced = true;
    } else {
      ++answered;
    }
  }
  if (!announced) {
    EXPECT_THAT(hub.next_on("ml/model")->payload, HasSubstr("1.1.0"));
  }
  EXPECT_EQ(answering(), "luft-1.1.0");
  EXPECT_EQ(count("luft_ml_dropped_total"), 0U);
}

TEST_F(ServiceWithVersions, GoesBackWhenItIsRolledBack) {
  train("1.1.0");
  ASSERT_TRUE(versions.use("1.1.0", "a test", 2));
  EXPECT_THAT(hub.next_on("ml/model")->payload, HasSubstr("1.1.0"));
  ASSERT_TRUE(versions.roll_back("worse", 3));
  EXPECT_THAT(hub.next_on("ml/model")->payload, HasSubstr("1.0.0"));
  EXPECT_EQ(answering(), "luft-1.0.0");
}

TEST_F(ServiceWithVersions, KeepsTheModelBeforeWhenItsFilesAreDamagedUnderIt) {
  const std::string file = folder + "/1.0.0/weights.safetensors";
  const std::string whole = runtime::read_file(file).value();
  ASSERT_TRUE(runtime::write_file_atomically(file, whole.substr(0, 1000)));
  EXPECT_THAT(next_line("model refused, the one before goes on"), HasSubstr("SHA-256"));
  EXPECT_EQ(answering(), "luft-1.0.0");

  std::string text = runtime::read_file(folder + "/1.0.0/model.json").value();
  const auto schema = text.find("\"feature_schema\": \"");
  ASSERT_NE(schema, std::string::npos);
  text.insert(schema + 19, "other-");
  ASSERT_TRUE(runtime::write_file_atomically(folder + "/1.0.0/model.json", text));
  EXPECT_THAT(next_line("model refused, the one before goes on"), HasSubstr("train it again"));
  EXPECT_EQ(answering(), "luft-1.0.0");
  EXPECT_GE(count("luft_ml_models_refused_total"), 2U);
  EXPECT_EQ(count("luft_ml_models_loaded_total"), 0U);
}

TEST_F(ServiceWithVersions, DecidesAsARoomsPeopleLikeItAndOtherRoomsAsBefore) {
  const auto position = [this](const std::string& device) {
    hub.publish("ml/inference/request/" + device, kRequest);
    const auto answer = hub.next_on("window/" + device + "/control", 5s);
    return answer ? contract::parse_window_control(answer->payload)->position_pct : -1;
  };
  const double before = position("kitchen");
  ASSERT_GT(before, 10) << "29 degrees inside, 15 outside";
  TasteBook book{.model = "1.0.0", .tastes = {}, .forgotten = {}, .events = {}};
  book.tastes["kitchen"] = {
      .taste = {.fresh = 5, .thrift = -5, .warmer_k = -8}, .since_ms = 1, .wishes = 6};
  ASSERT_TRUE(runtime::write_file_atomically(folder + "/tastes.json", write_tastes(book)));
  EXPECT_THAT(next_line("\"tastes\""), HasSubstr("1.0.0"));
  EXPECT_THAT(hub.next_on("ml/model")->payload,
              AllOf(HasSubstr(R"("version":"1.0.0")"),
                    HasSubstr(R"("tastes":[{"device":"kitchen","wishes":6,"since_ms":1,)"
                              R"("fresh":5.0,"thrift":-5.0,"warmer_k":-8.0}])")));
  const double liked = position("kitchen");
  EXPECT_GT(liked, before + 10);
  EXPECT_EQ(position("attic"), before);

  const std::string text = write_tastes(book);
  ASSERT_TRUE(runtime::write_file_atomically(folder + "/tastes.json", text.substr(0, 60)));
  EXPECT_NE(next_line("tastes refused, the one before goes on"), "");
  EXPECT_EQ(position("kitchen"), liked);
}

TEST_F(ServiceWithVersions, LetsAShadowDecideAndMovesNothingByIt) {
  train("2.0.0");
  ASSERT_TRUE(versions.set_shadow("2.0.0"));
  EXPECT_THAT(next_line("\"shadow\""), HasSubstr("luft-2.0.0"));
  EXPECT_EQ(answering(), "luft-1.0.0");
  EXPECT_THAT(next_line("in the shadow"),
              AllOf(HasSubstr("luft-2.0.0"), HasSubstr("kitchen"), HasSubstr("in_force")));
  const auto told = hub.next_on("ml/shadow/kitchen", 5s);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->retained, runtime::Retain::no);
  const auto decision = contract::parse_shadow_decision(told->payload);
  ASSERT_TRUE(decision) << told->payload;
  EXPECT_EQ(decision->model.view(), "luft-2.0.0");
  EXPECT_EQ(decision->in_force_pct, decision->position_pct) << "the same net";
  EXPECT_EQ(decision->stood_pct, std::nullopt);
  EXPECT_EQ(count("luft_ml_shadow_total"), 1U);
  EXPECT_EQ(count("luft_ml_controls_total"), 1U);

  ASSERT_TRUE(versions.set_shadow(""));
  EXPECT_THAT(next_line("\"shadow\""), HasSubstr("none"));
  EXPECT_EQ(answering(), "luft-1.0.0");
  EXPECT_EQ(count("luft_ml_shadow_total"), 1U);
}

}  // namespace
}  // namespace luft::ml

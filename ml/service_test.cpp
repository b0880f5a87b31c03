// The whole service against a real broker.
#include "ml/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "contract/control.h"
#include "ml/memories.h"
#include "ml/model/artifact.h"
#include "runtime/file.h"
#include "runtime/manual_clock.h"
#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"

namespace luft::ml {
namespace {

using runtime::Retain;
using runtime::testing::MqttPeer;
using runtime::testing::TestBroker;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using std::chrono_literals::operator""s;

constexpr auto kRequest =
    R"({"temp":29,"humidity":55,"volume":41,"request_id":"r-1","as_of":[7,12],"outdoor_temp":15})";

// Log lines, for asking what was logged.
class Lines {
 public:
  runtime::Log log() {
    return {"ml", {}, [this](std::string_view line) {
              const std::lock_guard lock(mutex_);
              lines_.emplace_back(line);
            }};
  }
  std::vector<std::string> all() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

class RunningService : public ::testing::Test {
 public:
  RunningService()
      : service(load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value(),
                {.mqtt = broker.settings("luft-ml")}, clock, metrics, lines.log()),
        hub(broker.settings("hub"), {"window/+/control", "ml/status", "ml/model"}) {
    service.start();
    EXPECT_EQ(hub.next_on("ml/status")->payload, "online");
    EXPECT_THAT(hub.next_on("ml/model")->payload, HasSubstr("\"version\""));
  }

 protected:
  std::uint64_t count(const char* name) { return metrics.counter(name, "").value(); }

  TestBroker broker;
  Lines lines;
  runtime::RealClock clock;
  runtime::Metrics metrics;
  Service service;
  MqttPeer hub;
};

TEST_F(RunningService, AnswersARequestWithAControlForThatWindow) {
  hub.publish("ml/inference/request/kitchen", kRequest);
  const auto answer = hub.next_on("window/kitchen/control", 1s);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->qos, runtime::Qos::at_least_once);
  EXPECT_EQ(answer->retained, Retain::no);
  ASSERT_TRUE(answer->remaining_expiry_s);
  EXPECT_LE(*answer->remaining_expiry_s, 60U);
  const auto control = contract::parse_window_control(answer->payload);
  ASSERT_TRUE(control) << answer->payload;
  EXPECT_EQ(control->request_id->view(), "r-1");
  EXPECT_EQ(control->as_of, (contract::ReadingRef{.boot = 7, .seq = 12}));
}

TEST_F(RunningService, UnderstandsTheFirstImplementationsNamesAndARoomWithoutMicrophone) {
  hub.publish("ml/inference/request/attic",
              R"({"device_id":"attic","timestamp":1,"temperature":22,"humidity":40,)"
              R"("sound_volume":50})");
  EXPECT_TRUE(hub.next_on("window/attic/control", 1s));
  hub.publish("ml/inference/request/attic", R"({"temp":22,"humidity":40,"volume":null})");
  EXPECT_TRUE(hub.next_on("window/attic/control", 1s));
}

TEST_F(RunningService, IgnoresWhatIsInvalidLogsItsFieldAndGoesOn) {
  hub.publish("ml/inference/request/hall", R"({"temp":22,"volume":40})");
  hub.publish("ml/inference/request/hall", R"({"temp":22,"humidity":40,"volume":-30})");
  hub.publish("ml/inference/request/hall", "no json");
  hub.publish("ml/inference/request/NOT A DEVICE", kRequest);
  hub.publish("ml/inference/request/kitchen", kRequest);
  const auto answer = hub.next(5s);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->topic, "window/kitchen/control");
  EXPECT_EQ(count("luft_ml_refused_total"), 4U);
  EXPECT_EQ(count("luft_ml_requests_total"), 1U);
  EXPECT_THAT(lines.all(), Contains(AllOf(HasSubstr("request ignored"), HasSubstr("missing"),
                                          HasSubstr(R"("field":"humidity")"))));
  EXPECT_THAT(lines.all(),
              Contains(AllOf(HasSubstr("out_of_range"), HasSubstr(R"("field":"volume")"))));
}

TEST_F(RunningService, LogsAFloodOfGarbageThreeTimesAMinuteAndCountsTheRest) {
  for (int i = 0; i < 100; ++i) hub.publish("ml/inference/request/hall", "\xff{garbage");
  hub.publish("ml/inference/request/" + std::string(80, 'x'), kRequest);
  hub.publish("ml/inference/request/kitchen", kRequest);
  EXPECT_EQ(hub.next(5s)->topic, "window/kitchen/control");
  EXPECT_EQ(count("luft_ml_refused_total"), 101U);
  std::size_t logged = 0;
  for (const auto& line : lines.all()) {
    if (line.find("request ignored") == std::string::npos) continue;
    ++logged;
    EXPECT_LT(line.size(), 500U) << "whoever sends garbage chooses its topic";
  }
  EXPECT_EQ(logged, 4U);  // three of the hall's, and the long one
}

TEST_F(RunningService, AnswersEachOfManyRequestsThatWait) {
  constexpr int kMany = 500;
  for (int i = 0; i < kMany; ++i) {
    hub.publish("ml/inference/request/room-" + std::to_string(i), kRequest);
  }
  for (int i = 0; i < kMany; ++i) {
    const auto answer = hub.next(5s);
    ASSERT_TRUE(answer) << i;
    EXPECT_EQ(answer->topic, "window/room-" + std::to_string(i) + "/control");
  }
  EXPECT_EQ(count("luft_ml_controls_total"), static_cast<std::uint64_t>(kMany));
  // Each is in one batch, and each has a confidence.
  const auto& sizes = metrics.histogram("luft_ml_batch_size", "", {});
  EXPECT_EQ(sizes.sum(), kMany);
  EXPECT_EQ(sizes.count(), count("luft_ml_batches_total"));
  const auto& confidences = metrics.histogram("luft_ml_confidence", "", {});
  EXPECT_EQ(confidences.count(), static_cast<std::uint64_t>(kMany));
  EXPECT_EQ(confidences.count_up_to(confidences.bounds().size() - 1), confidences.count());
}

TEST_F(RunningService, CountsRoomsUnlikeWhatTheModelKnowsAndHowFarOffInputsAre) {
  const auto ask = [this](const std::string& request) {
    hub.publish("ml/inference/request/kitchen", request);
    EXPECT_TRUE(hub.next_on("window/kitchen/control", 5s));
  };
  ask(R"({"temp":22,"humidity":50,"volume":40,"outdoor_temp":12})");
  EXPECT_EQ(count("luft_ml_unfamiliar_total"), 0U);
  const double usual = metrics.gauge("luft_ml_input_deviations", "").value();
  EXPECT_GT(usual, 0.1);
  EXPECT_LT(usual, 2);
  for (int i = 0; i < 5; ++i) ask(R"({"temp":80,"humidity":5,"volume":110,"outdoor_temp":-39})");
  EXPECT_EQ(count("luft_ml_unfamiliar_total"), 5U);
  EXPECT_GT(metrics.gauge("luft_ml_input_deviations", "").value(), usual);
}

TEST_F(RunningService, WorksAgainAfterTheBrokerWasKilled) {
  broker.restart();
  ASSERT_TRUE(hub.next_on("ml/status"));  // the service is back, however long both waited
  hub.publish("ml/inference/request/kitchen", kRequest);
  EXPECT_TRUE(hub.next_on("window/kitchen/control", 5s));
}

TEST_F(RunningService, SaysThatItIsGone) {
  service.stop();
  EXPECT_EQ(hub.next_on("ml/status", 5s)->payload, "offline");
}

TEST_F(RunningService, DoesNotAnswerARetainedRequestFromBefore) {
  service.stop();
  hub.publish("ml/inference/request/old", kRequest, {.retain = Retain::yes});
  Service next(load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value(),
               {.mqtt = broker.settings("luft-ml")}, clock, metrics, lines.log());
  next.start();
  ASSERT_TRUE(hub.next_on("ml/model"));
  hub.publish("ml/inference/request/new", kRequest);
  std::optional<runtime::testing::ReceivedMessage> answer;
  do {
    answer = hub.next(5s);
    ASSERT_TRUE(answer);
  } while (!answer->topic.ends_with("/control"));
  EXPECT_EQ(answer->topic, "window/new/control");
}

TEST(ServiceMemory, SurvivesARestart) {
  const runtime::testing::TempFolder folder;
  const TestBroker broker;
  const Model model = load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value();
  const runtime::RealClock clock;
  MqttPeer hub(broker.settings("hub"), {"window/+/control", "ml/model"});
  const auto ask_once = [&] {
    Lines lines;
    runtime::Metrics metrics;
    Service service(
        model, {.mqtt = broker.settings("luft-ml"), .memory_file = folder.file("rooms.memory")},
        clock, metrics, lines.log());
    service.start();
    EXPECT_TRUE(hub.next_on("ml/model"));
    hub.publish("ml/inference/request/kitchen", kRequest);
    EXPECT_TRUE(hub.next_on("window/kitchen/control", 5s));
    service.stop();
    return lines.all();
  };
  ask_once();
  Memories kept(model.version);
  ASSERT_TRUE(kept.read(runtime::read_file(folder.file("rooms.memory")).value()));
  EXPECT_EQ(kept.size(), 1U);
  EXPECT_THAT(ask_once(), Contains(AllOf(HasSubstr("rooms remembered"), HasSubstr("1"))));
}

}  // namespace
}  // namespace luft::ml

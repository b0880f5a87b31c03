// The requests are as the hub writes them; each is known by its `as_of`.
#include "bench/request_load.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <thread>

#include "contract/inference.h"
#include "contract/limits.h"

namespace luft::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kRequestTopic = "ml/inference/request/";
constexpr std::string_view kFirstWindow = "first-window";
constexpr std::size_t kPayloads = 1'000;
constexpr std::chrono::seconds kReadyIn{30};
constexpr std::chrono::milliseconds kAskAgain{200};
constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::milliseconds kLookAgain{2};

std::string written(const contract::InferenceRequest& request) {
  std::array<char, contract::kMaxMessageBytes> buffer;
  return std::string{contract::write_inference_request(request, buffer)};
}

// A mild room: no limit of comfort forbids what the net wants.
contract::InferenceRequest first_request() {
  return {.temp_c = 23.5,
          .humidity_pct = 50,
          .volume_dba = 38,
          .outdoor_temp_c = 22.5,
          .outdoor_humidity_pct = 55,
          .wind_speed_m_s = 2};
}

contract::InferenceRequest request_number(std::uint64_t n) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto varied = static_cast<double>(n % 71);  // not a divisor of the windows
  return {.temp_c = 18 + 0.1 * varied,
          .humidity_pct = 40 + 0.3 * varied,
          .volume_dba = 32 + 0.2 * varied,
          .request_id = contract::RequestId::cut(fmt::format("01890a5d-ac96-774b-{:016x}", n)),
          .as_of = contract::ReadingRef{.boot = 1, .seq = n + 1},  // begins at 1
          .position_pct = static_cast<double>(n % 4 * 25),
          .time_ms = static_cast<std::uint64_t>(
              std::chrono::duration_cast<std::chrono::milliseconds>(now).count()),
          .utc_offset_s = 3'600,
          .temp_trend_c_per_h = 0.3,
          .humidity_trend_pct_per_h = -1.2,
          .outdoor_temp_c = 12 + 0.1 * varied,
          .outdoor_humidity_pct = 70,
          .rain_mm_per_h = 0,
          .wind_speed_m_s = 3.5};
}

}  // namespace

RequestLoad::RequestLoad(const runtime::MqttSettings& broker) {
  for (std::size_t i = 0; i < kWindows; ++i) {
    topics_.push_back(fmt::format("{}bench-{}", kRequestTopic, i));
  }
  for (std::size_t i = 0; i < kPayloads; ++i) payloads_.push_back(written(request_number(i)));
  client_ = std::make_unique<ConnectedClient>(
      broker, "bench-asks", std::vector<std::string>{"window/+/control"},
      [this](const runtime::MqttMessage& message) { take(message); });
  wait_for_service();
}

// Nobody gets what is published before the service has subscribed.
void RequestLoad::wait_for_service() {
  const auto topic = fmt::format("{}{}", kRequestTopic, kFirstWindow);
  const auto payload = written(first_request());
  auto answer = first_promise_.get_future();
  const auto deadline = Clock::now() + kReadyIn;
  do {
    client_->loop().post_and_wait([&] { client_->publish(topic, payload); });
    if (answer.wait_for(kAskAgain) == std::future_status::ready) {
      first_answer_ = answer.get();
      return;
    }
  } while (Clock::now() < deadline);
  throw std::runtime_error{fmt::format("no answer in {} s", kReadyIn.count())};
}

void RequestLoad::take(const runtime::MqttMessage& message) {
  if (message.topic.find(kFirstWindow) != std::string_view::npos) {
    const auto control = contract::parse_window_control(message.payload);
    if (!is_first_ || !control) return;
    is_first_ = false;
    first_promise_.set_value(*control);
    return;
  }
  if (probe_ == nullptr) {
    ++answered_;
    if (asking_) ask_again();
  } else if (const auto control = contract::parse_window_control(message.payload);
             control && control->as_of) {
    probe_->answered(control->as_of->seq - 1);
  }
}

void RequestLoad::ask_again() {
  client_->publish(topics_[asked_ % kWindows], payloads_[asked_ % kPayloads]);
  ++asked_;
}

void RequestLoad::start() {
  client_->loop().post([this] {
    asking_ = true;
    for (std::size_t i = 0; i < kOnTheWay; ++i) ask_again();
  });
}

void RequestLoad::stop() {
  std::uint64_t asked = 0;
  client_->loop().post_and_wait([this, &asked] {
    asking_ = false;
    asked = asked_;
  });
  const auto deadline = Clock::now() + kPatience;
  while (answered_ < asked && Clock::now() < deadline) std::this_thread::sleep_for(kLookAgain);
  if (answered_ != asked) {
    throw std::runtime_error{fmt::format("{} requests, {} answers", asked, answered_.load())};
  }
}

RoundLatency RequestLoad::paced(std::size_t requests, std::chrono::milliseconds interval) {
  const auto send = [this](std::uint64_t n) {
    client_->publish(topics_[n % kWindows], written(request_number(n)));
  };
  PacedProbe probe{client_->loop(), send, interval};
  client_->loop().post_and_wait([this, &probe] { probe_ = &probe; });
  const auto round = probe.run(requests);
  client_->loop().post_and_wait([this] { probe_ = nullptr; });
  return round;
}

}  // namespace luft::bench

// Two threads and a channel.
#include "ml/service.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "contract/control.h"
#include "contract/topics.h"
#include "ml/memories.h"
#include "ml/model/metadata.h"
#include "ml/predictor.h"
#include "ml/request_intake.h"
#include "runtime/channel.h"
#include "runtime/file.h"
#include "runtime/log_throttle.h"
#include "runtime/mqtt_link.h"

namespace luft::ml {
namespace {

using contract::TopicKind;
using runtime::MqttMessage;
using runtime::SteadyTime;

constexpr std::uint32_t kControlExpirySeconds = 60;
constexpr std::size_t kLargestBatch = 256;  // bounds how long the first of a batch waits
constexpr std::size_t kLargestMemoryFile = std::size_t{64} << 20;
constexpr std::uint32_t kRefusalsLogged = 3;
constexpr std::chrono::minutes kRefusalPeriod{1};

std::string topic_of(TopicKind kind) {
  return std::string(contract::topic_name({.kind = kind, .device = {}, .metric = {}}).view());
}

runtime::MqttLinkOptions link_options(const ServiceOptions& options) {
  return {.mqtt = options.mqtt,
          .subscriptions = {{.filter = "ml/inference/request/#",
                             .qos = runtime::Qos::at_least_once,
                             .share_group = {}}},
          .status = runtime::StatusTopic{.topic = topic_of(TopicKind::ml_status)}};
}

// The service's numbers; the references stay valid as long as the Metrics.
struct Numbers {
  explicit Numbers(runtime::Metrics& metrics)
      : requests(metrics.counter("luft_ml_requests_total", "Requests understood")),
        refused(metrics.counter("luft_ml_refused_total", "Requests missing or invalid in a field")),
        dropped(metrics.counter("luft_ml_dropped_total", "Requests too late or too many")),
        controls(metrics.counter("luft_ml_controls_total", "Controls published")),
        unsent(metrics.counter("luft_ml_unsent_total", "Controls the broker link did not take")),
        batches(metrics.counter("luft_ml_batches_total", "Inferences run")),
        latency(metrics.latency("luft_ml_response_seconds", "Request received to control sent")),
        confidence(metrics.gauge("luft_ml_last_confidence", "Confidence of the last decision")) {}

  runtime::Counter& requests;
  runtime::Counter& refused;
  runtime::Counter& dropped;
  runtime::Counter& controls;
  runtime::Counter& unsent;
  runtime::Counter& batches;
  runtime::LatencyHistogram& latency;
  runtime::Gauge& confidence;
};

}  // namespace

class Service::Impl {
 public:
  Impl(const Model& model, ServiceOptions options, const runtime::Clock& clock,
       runtime::Metrics& metrics, const runtime::Log& log)
      : options_(std::move(options)),
        clock_(clock),
        log_(log),
        numbers_(metrics),
        predictor_(model, options_.threads),
        memories_(model.version),
        model_name_("luft-" + model.version),
        model_summary_(summary(model)),
        waiting_(options_.waiting_capacity),
        link_(link_options(options_),
              {.on_message = [this](const MqttMessage& message) { take(message); },
               .on_connected = [this] { announce(); },
               .on_disconnected = {}},
              log) {}

  void start() {
    recall();
    decider_ = std::thread([this] { decide_until_closed(); });
    link_.start();
  }

  void stop() {
    waiting_.close();
    if (decider_.joinable()) decider_.join();
    link_.stop();
  }

 private:
  // On the MQTT thread.
  void take(const MqttMessage& message) {
    const SteadyTime now = clock_.steady_now();
    if (message.retained == runtime::Retain::yes) return;  // a request from before is stale
    auto request = read_request(message.topic, message.payload, now);
    if (!request) {
      refuse(message.topic, request.error(), now);
      return;
    }
    numbers_.requests.add();
    if (!waiting_.try_send(std::move(*request))) numbers_.dropped.add();
  }

  void refuse(std::string_view topic, const contract::ParseError& error, SteadyTime now) {
    numbers_.refused.add();
    // Whoever publishes garbage chooses its topic.
    const auto shown = contract::Text<contract::kMaxTopicLength>::cut(topic);
    const auto held_back = refusals_.admit(shown.view(), now);
    if (!held_back) return;
    log_.warn("request ignored", {{"topic", shown.view()},
                                  {"error", contract::name(error.kind)},
                                  {"field", error.member.view()},
                                  {"held_back", *held_back}});
  }

  void announce() {
    const auto sent = link_.publish(topic_of(TopicKind::ml_model), model_summary_,
                                    {.retain = runtime::Retain::yes});
    if (!sent) log_.warn("model not announced", {{"error", runtime::name(sent.error())}});
  }

  // On the predictor thread.
  void decide_until_closed() {
    std::vector<WaitingRequest> batch;
    SteadyTime next_report = clock_.steady_now() + options_.report_every;
    SteadyTime next_writing = clock_.steady_now() + options_.remember_every;
    while (true) {
      waiting_.receive_all_for(batch, std::chrono::seconds{1});
      if (batch.empty() && waiting_.closed()) return keep_memories();
      for (std::span<const WaitingRequest> rest(batch); !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), kLargestBatch));
        decide(some);
        rest = rest.subspan(some.size());
      }
      if (const SteadyTime now = clock_.steady_now(); now >= next_report) {
        report();
        next_report = now + options_.report_every;
      }
      if (const SteadyTime now = clock_.steady_now(); now >= next_writing) {
        keep_memories();
        next_writing = now + options_.remember_every;
      }
    }
  }

  void decide(std::span<const WaitingRequest> batch) {
    const SteadyTime oldest = clock_.steady_now() - options_.response_timeout;
    in_time_.clear();
    questions_.clear();
    asked_.clear();
    again_.clear();
    again_.reserve(batch.size());
    for (const auto& waiting : batch) {
      if (waiting.received < oldest) {
        numbers_.dropped.add();
        continue;
      }
      in_time_.push_back(&waiting);
      questions_.push_back({.request = waiting.request,
                            .memory = memory_for(waiting),
                            .now_ms = now_ms(),
                            .taste = options_.taste});
    }
    if (questions_.empty()) return;
    const auto controls = predictor_.control(questions_, model_name_);
    numbers_.batches.add();
    for (std::size_t i = 0; i < controls.size(); ++i) publish(*in_time_[i], controls[i]);
  }

  std::int64_t now_ms() const { return clock_.system_now().time_since_epoch().count(); }

  // A room that is asked about twice in a batch is remembered once.
  Memory* memory_for(const WaitingRequest& waiting) {
    Memory& memory = memories_.of(waiting.device);
    if (asked_.insert(waiting.device).second) return &memory;
    return &again_.emplace_back(memory);
  }

  void recall() {
    std::error_code ignored;
    if (options_.memory_file.empty() || !std::filesystem::exists(options_.memory_file, ignored)) {
      return;
    }
    const auto content = runtime::read_file(options_.memory_file, kLargestMemoryFile);
    const auto read = content ? memories_.read(*content) : std::unexpected(content.error());
    if (read) {
      log_.info("rooms remembered", {{"rooms", memories_.size()}});
    } else {
      log_.warn("rooms forgotten", {{"file", options_.memory_file}, {"why", read.error()}});
    }
  }

  void keep_memories() const {
    if (options_.memory_file.empty()) return;
    const auto written = runtime::write_file_atomically(options_.memory_file, memories_.write());
    if (!written) log_.warn("rooms not remembered", {{"error", written.error()}});
  }

  void publish(const WaitingRequest& to, const contract::WindowControl& control) {
    std::array<char, contract::kMaxMessageBytes> buffer{};
    const auto topic = contract::topic_name(
        {.kind = TopicKind::window_control, .device = to.device, .metric = {}});
    const auto sent = link_.publish(topic.view(), contract::write_window_control(control, buffer),
                                    {.expiry_s = kControlExpirySeconds});
    if (!sent) {
      numbers_.unsent.add();
      return;
    }
    numbers_.controls.add();
    numbers_.latency.add(clock_.steady_now() - to.received);
    numbers_.confidence.set(control.confidence);
    if (!log_.writes(runtime::LogLevel::debug)) return;
    log_.debug("decided", {{"device", to.device.view()},
                           {"request_id", control.request_id ? control.request_id->view() : ""},
                           {"position", control.position_pct},
                           {"confidence", control.confidence},
                           {"reason", control.reason->view()}});
  }

  void report() const {
    log_.info("decisions", {{"requests", numbers_.requests.value()},
                            {"refused", numbers_.refused.value()},
                            {"dropped", numbers_.dropped.value()},
                            {"controls", numbers_.controls.value()},
                            {"unsent", numbers_.unsent.value()},
                            {"response_p50_us", numbers_.latency.quantile(0.5).count() / 1000},
                            {"response_p99_us", numbers_.latency.quantile(0.99).count() / 1000}});
  }

  ServiceOptions options_;
  const runtime::Clock& clock_;
  runtime::Log log_;
  Numbers numbers_;
  runtime::LogThrottle refusals_{kRefusalsLogged, kRefusalPeriod};  // MQTT thread's
  Predictor predictor_;                                             // predictor thread's
  std::vector<const WaitingRequest*> in_time_;                      // predictor thread's
  // The predictor thread's, from here on.
  Memories memories_;
  std::vector<Question> questions_;
  std::unordered_set<contract::DeviceId> asked_;  // in this batch
  std::vector<Memory> again_;  // of rooms asked about again; never grows within a batch
  std::string model_name_;
  std::string model_summary_;
  runtime::Channel<WaitingRequest> waiting_;
  std::thread decider_;
  runtime::MqttLink link_;  // last: its thread uses all above
};

Service::Service(const Model& model, ServiceOptions options, const runtime::Clock& clock,
                 runtime::Metrics& metrics, const runtime::Log& log)
    : impl_(std::make_unique<Impl>(model, std::move(options), clock, metrics, log)) {}
Service::~Service() {
  stop();
}
void Service::start() {
  impl_->start();
}
void Service::stop() {
  impl_->stop();
}

}  // namespace luft::ml

#include "ml/service.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "contract/control.h"
#include "contract/model_command.h"
#include "contract/shadow_decision.h"
#include "contract/topics.h"
#include "ml/decider.h"
#include "ml/memory_file.h"
#include "ml/news.h"
#include "ml/request_intake.h"
#include "ml/service_numbers.h"
#include "ml/versions/desk.h"
#include "runtime/channel.h"
#include "runtime/log_throttle.h"
#include "runtime/mqtt_link.h"
#include "runtime/mqtt_loop.h"

namespace luft::ml {
namespace {

using contract::TopicKind;
using runtime::MqttMessage;
using runtime::SteadyTime;

constexpr std::uint32_t kControlExpirySeconds = 60;
constexpr std::uint32_t kRefusalsLogged = 3;
constexpr std::chrono::minutes kRefusalPeriod{1};

std::string topic_of(TopicKind kind) {
  return std::string(contract::topic_name({.kind = kind, .device = {}, .metric = {}}).view());
}

runtime::MqttLinkOptions link_options(const ServiceOptions& options) {
  return {.mqtt = options.mqtt,
          .subscriptions = {{.filter = "ml/inference/request/#",
                             .qos = runtime::Qos::at_least_once,
                             .share_group = {}},
                            {.filter = topic_of(TopicKind::ml_command),
                             .qos = runtime::Qos::at_least_once,
                             .share_group = {}}},
          .status = runtime::StatusTopic{.topic = topic_of(TopicKind::ml_status)}};
}

}  // namespace

class Service::Impl {
 public:
  Impl(const Model& model, ServiceOptions options, const runtime::Clock& clock,
       runtime::Metrics& metrics, const runtime::Log& log)
      : options_(std::move(options)),
        clock_(clock),
        log_(log),
        numbers_(metrics),
        decider_(model, options_.threads, options_.taste, numbers_, log),
        watch_(options_.places, options_.threads),
        link_(link_options(options_),
              {.on_message = [this](const MqttMessage& message) { take(message); },
               .on_connected = [this] { announce(); },
               .on_disconnected = {}},
              log) {
    if (options_.versions) desk_.emplace(*options_.versions, clock, log);
  }

  void start() {
    if (!options_.memory_file.empty()) recall(decider_.memories(), options_.memory_file, log_);
    watch_.mark_known();
    link_.start();
    watcher_ = std::thread([this] { watch_until_closed(); });
  }

  void stop() {
    wishes_.close();
    if (!watcher_.joinable()) return;
    watcher_.join();
    on_mqtt_thread([this] { decide_what_waits(); });
    link_.stop();
    keep_memories(decider_.memories().write());
  }

 private:
  // From here on, on the MQTT thread.

  void take(const MqttMessage& message) {
    if (message.retained == runtime::Retain::yes) return;  // what was asked before is stale
    const SteadyTime now = clock_.steady_now();
    if (message.topic == topic_of(TopicKind::ml_command)) return take_wish(message, now);
    auto request = read_request(message.topic, message.payload, now);
    if (!request) return refuse(message.topic, request.error(), now);
    numbers_.requests.add();
    waiting_.push_back(std::move(*request));
    // Once all that the socket holds now has been read.
    if (waiting_.size() == 1) link_.loop().post([this] { decide_what_waits(); });
  }

  void take_wish(const MqttMessage& message, SteadyTime now) {
    const auto wish = contract::parse_model_command(message.payload);
    if (!wish) return refuse(message.topic, wish.error(), now);
    if (!wishes_.try_send(*wish)) log_.warn("too many wishes about models wait", {});
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

  void decide_what_waits() {
    const SteadyTime oldest = clock_.steady_now() - options_.response_timeout;
    numbers_.dropped.add(std::erase_if(
        waiting_, [oldest](const WaitingRequest& each) { return each.received < oldest; }));
    decider_.decide(
        waiting_, clock_.system_now().time_since_epoch().count(),
        [this](const WaitingRequest& to, const contract::WindowControl& control) {
          publish(to, control);
        },
        [this](const WaitingRequest& to, const contract::ShadowDecision& decision) {
          publish(to, decision);
        });
    waiting_.clear();
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
    numbers_.last_confidence.set(control.confidence);
    numbers_.confidence.add(control.confidence);
    if (!log_.writes(runtime::LogLevel::debug)) return;
    log_.debug("decided", {{"device", to.device.view()},
                           {"request_id", control.request_id ? control.request_id->view() : ""},
                           {"position", control.position_pct},
                           {"confidence", control.confidence},
                           {"reason", control.reason->view()}});
  }

  // Only to compare: one that does not get through is missing in a statistic.
  void publish(const WaitingRequest& to, const contract::ShadowDecision& decision) {
    std::array<char, contract::kMaxMessageBytes> buffer{};
    const auto topic = contract::topic_name(
        {.kind = TopicKind::shadow_decision, .device = to.device, .metric = {}});
    (void)link_.publish(topic.view(), contract::write_shadow_decision(decision, buffer),
                        {.expiry_s = kControlExpirySeconds});
  }

  void announce() {
    announce(TopicKind::ml_model, decider_.summary());
    if (!described_.empty()) announce(TopicKind::ml_versions, described_);
  }

  void announce(TopicKind kind, const std::string& text) {
    const auto sent = link_.publish(topic_of(kind), text, {.retain = runtime::Retain::yes});
    if (sent || !link_.connected()) return;  // else when connected
    log_.warn("not announced", {{"topic", topic_of(kind)}, {"error", name(sent.error())}});
  }

  void take_over(NewModel& next) {
    const Role role = next.role;
    decider_.take_over(std::move(next));
    if (role == Role::in_force) announce(TopicKind::ml_model, decider_.summary());
  }
  void take_over(TasteBook& book) {
    decider_.take_over(std::move(book));
    announce(TopicKind::ml_model, decider_.summary());
  }

  // From here on, on the watch thread: whatever takes time is done here.

  void watch_until_closed() {
    SteadyTime next_report = clock_.steady_now() + options_.report_every;
    SteadyTime next_writing = clock_.steady_now() + options_.remember_every;
    std::vector<contract::ModelCommand> wishes;
    do {
      look_after_versions(wishes);
      look_for_news();
      const SteadyTime now = clock_.steady_now();
      if (now >= next_report) {
        report();
        next_report = now + options_.report_every;
      }
      if (now >= next_writing) {
        std::string written;
        on_mqtt_thread([&] { written = decider_.memories().write(); });
        keep_memories(written);
        next_writing = now + options_.remember_every;
      }
      wishes_.receive_all_for(wishes, options_.watch_every);
    } while (!wishes_.closed());
  }

  void look_after_versions(std::span<const contract::ModelCommand> wishes) {
    if (!desk_) return;
    auto described = desk_->attend(wishes);
    if (!described) return;
    on_mqtt_thread([&] {
      described_ = std::move(*described);
      announce(TopicKind::ml_versions, described_);
    });
  }

  void look_for_news() {
    for (auto& found : watch_.poll()) {
      if (found) {
        on_mqtt_thread([&] { std::visit([this](auto& each) { take_over(each); }, *found); });
      } else {
        numbers_.news_refused.add();
        log_.error(found.error().what + " refused, the one before goes on",
                   {{"error", found.error().error}});
      }
    }
  }

  void keep_memories(const std::string& written) const {
    if (!options_.memory_file.empty()) keep(written, options_.memory_file, log_);
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

  template <class Task>
  void on_mqtt_thread(const Task& task) {
    link_.loop().post_and_wait(task);
  }

  ServiceOptions options_;
  const runtime::Clock& clock_;
  runtime::Log log_;
  ServiceNumbers numbers_;
  // The MQTT thread's:
  Decider decider_;
  std::vector<WaitingRequest> waiting_;
  runtime::LogThrottle refusals_{kRefusalsLogged, kRefusalPeriod};
  std::string described_;  // of the versions; empty until they were looked at
  // The watch thread's:
  NewsWatch watch_;
  std::optional<VersionDesk> desk_;
  runtime::Channel<contract::ModelCommand> wishes_{4};
  std::thread watcher_;
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

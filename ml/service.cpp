#include "ml/service.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "contract/control.h"
#include "contract/model_command.h"
#include "contract/topics.h"
#include "ml/news.h"
#include "ml/request_intake.h"
#include "ml/service_numbers.h"
#include "ml/versions/description.h"
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
        deciding_(std::make_unique<Deciding>(model, options_.threads)),
        summary_(std::make_shared<const std::string>(deciding_->summary)),
        watch_(options_.places, options_.threads),
        waiting_(options_.waiting_capacity),
        link_(link_options(options_),
              {.on_message = [this](const MqttMessage& message) { take(message); },
               .on_connected = [this] { announce(); },
               .on_disconnected = {}},
              log) {}

  void start() {
    recall();
    watch_.mark_known();
    decider_ = std::thread([this] { decide_until_closed(); });
    watcher_ = std::thread([this] { watch_until_closed(); });
    link_.start();
  }

  void stop() {
    news_.close();
    if (watcher_.joinable()) watcher_.join();
    waiting_.close();
    if (decider_.joinable()) decider_.join();
    link_.stop();
  }

 private:
  // On the MQTT thread.
  void take(const MqttMessage& message) {
    const SteadyTime now = clock_.steady_now();
    if (message.retained == runtime::Retain::yes) return;  // what was asked before is stale
    if (message.topic == topic_of(TopicKind::ml_command)) return take_command(message, now);
    auto request = read_request(message.topic, message.payload, now);
    if (!request) {
      refuse(message.topic, request.error(), now);
      return;
    }
    numbers_.requests.add();
    if (!waiting_.try_send(std::move(*request))) numbers_.dropped.add();
  }

  void take_command(const MqttMessage& message, SteadyTime now) {
    const auto command = contract::parse_model_command(message.payload);
    if (!command) return refuse(message.topic, command.error(), now);
    if (!commands_.try_send(*command)) log_.warn("too many commands about models wait", {});
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

  // On the MQTT thread when connected, on the predictor's when another model took over.
  void announce() {
    const auto summary = summary_.load();
    const auto sent =
        link_.publish(topic_of(TopicKind::ml_model), *summary, {.retain = runtime::Retain::yes});
    announce_versions();
    if (!sent) log_.warn("model not announced", {{"error", runtime::name(sent.error())}});
  }

  // On the MQTT thread when connected, on the watch thread when they changed.
  void announce_versions() {
    const auto described = described_.load();
    if (!described) return;
    const auto sent = link_.publish(topic_of(TopicKind::ml_versions), *described,
                                    {.retain = runtime::Retain::yes});
    if (!sent) log_.warn("versions not announced", {{"error", runtime::name(sent.error())}});
  }

  // On the watch thread.
  void look_after_versions() {
    if (!options_.versions) return;
    Versions& versions = *options_.versions;
    bool told = false;
    commands_.receive_all_for(wishes_, std::chrono::seconds{0});
    for (const contract::ModelCommand& command : wishes_) {
      const auto since_1970 = clock_.system_now().time_since_epoch();
      answer_ = carry_out(command, versions, static_cast<std::uint64_t>(since_1970.count()));
      log_.info("a wish about models", {{"id", answer_.id}, {"error", answer_.error}});
      told = true;
    }
    if (!description_watch_.has_changed(versions) && !told) return;
    described_.store(std::make_shared<const std::string>(describe(versions, answer_)));
    announce_versions();
  }

  // On the watch thread: whatever takes time is done here.
  void watch_until_closed() {
    do {
      look_after_versions();
      for (auto& found : watch_.poll()) {
        if (!found) {
          numbers_.news_refused.add();
          log_.error(found.error().what + " refused, the one before goes on",
                     {{"error", found.error().error}});
        } else if (news_.send(std::move(*found))) {  // else closed: nothing decides any more
          waiting_.wake();
        }
      }
    } while (!news_.wait_closed_for(options_.watch_every));
  }

  // On the predictor thread.
  void take_over() {
    if (news_.size() == 0) return;
    news_.receive_all_for(arrived_, std::chrono::seconds{0});
    for (auto& news : arrived_) {
      std::visit([this](auto& each) { take_over(each); }, news);
    }
  }

  void take_over(NewModel& next) {
    if (next.role == Role::shadow) {
      log_.info("shadow", {{"model", next.model ? next.model->name : "none"}});
      shadow_ = std::move(next.model);
      return;
    }
    log_.info("another model decides", {{"model", next.model->name}, {"before", deciding_->name}});
    deciding_ = std::move(next.model);
    numbers_.loaded.add();
    summary_.store(std::make_shared<const std::string>(deciding_->summary));
    announce();
  }

  void take_over(TasteBook& book) {
    log_.info("tastes", {{"rooms", book.tastes.size()}, {"model", book.model}});
    tastes_ = std::move(book);
  }

  void decide_until_closed() {
    std::vector<WaitingRequest> batch;
    SteadyTime next_report = clock_.steady_now() + options_.report_every;
    SteadyTime next_writing = clock_.steady_now() + options_.remember_every;
    while (true) {
      waiting_.receive_all_for(batch, std::chrono::seconds{1});
      if (batch.empty() && waiting_.closed()) return keep_memories();
      take_over();
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
    for (const auto& waiting : batch) {
      if (waiting.received < oldest) {
        numbers_.dropped.add();
        continue;
      }
      in_time_.push_back(&waiting);
      questions_.push_back({.request = waiting.request,
                            .memory = nullptr,
                            .now_ms = clock_.system_now().time_since_epoch().count(),
                            .taste = taste_of(waiting.device.view())});
    }
    if (questions_.empty()) return;
    remember_with(deciding_->memories);
    const auto controls = deciding_->predictor.control(questions_, deciding_->name);
    numbers_.batches.add();
    for (std::size_t i = 0; i < controls.size(); ++i) publish(*in_time_[i], controls[i]);
    if (shadow_) decide_in_shadow(controls);
  }

  // The household's, and what the room's people taught the model that decides.
  [[nodiscard]] Taste taste_of(std::string_view device) const {
    if (tastes_.model != deciding_->version) return options_.taste;
    const auto found = tastes_.tastes.find(device);
    return found == tastes_.tastes.end() ? options_.taste : options_.taste + found->second.taste;
  }

  void decide_in_shadow(std::span<const contract::WindowControl> controls) {
    remember_with(shadow_->memories);
    const auto decisions = shadow_->predictor.decide(questions_);
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      const double position_pct = controls[i].position_pct;
      numbers_.shadowed.add();
      if (decisions[i].position_pct != position_pct) numbers_.shadow_differs.add();
      log_.info("in the shadow", {{"model", shadow_->name},
                                  {"device", in_time_[i]->device.view()},
                                  {"position", decisions[i].position_pct},
                                  {"confidence", decisions[i].confidence},
                                  {"in_force", position_pct}});
    }
  }

  // Each question gets its room's memory; of a room that is asked about twice, a copy the second
  // time, so that it is remembered once.
  void remember_with(Memories& memories) {
    asked_.clear();
    again_.clear();
    again_.reserve(questions_.size());
    for (std::size_t i = 0; i < questions_.size(); ++i) {
      const auto& device = in_time_[i]->device;
      Memory& memory = memories.of(device);
      const bool is_first = asked_.insert(device).second;
      questions_[i].memory = is_first ? &memory : &again_.emplace_back(memory);
    }
  }

  void recall() {
    std::error_code ignored;
    if (options_.memory_file.empty() || !std::filesystem::exists(options_.memory_file, ignored)) {
      return;
    }
    const auto content = runtime::read_file(options_.memory_file, kLargestMemoryFile);
    const auto read =
        content ? deciding_->memories.read(*content) : std::unexpected(content.error());
    if (read) {
      log_.info("rooms remembered", {{"rooms", deciding_->memories.size()}});
    } else {
      log_.warn("rooms forgotten", {{"file", options_.memory_file}, {"why", read.error()}});
    }
  }

  void keep_memories() const {
    if (options_.memory_file.empty()) return;
    const auto written =
        runtime::write_file_atomically(options_.memory_file, deciding_->memories.write());
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
  ServiceNumbers numbers_;
  runtime::LogThrottle refusals_{kRefusalsLogged, kRefusalPeriod};  // MQTT thread's
  std::unique_ptr<Deciding> deciding_;                              // predictor thread's
  std::unique_ptr<Deciding> shadow_;                                // predictor thread's; or empty
  std::vector<const WaitingRequest*> in_time_;                      // predictor thread's
  std::vector<Question> questions_;                                 // predictor thread's
  std::unordered_set<contract::DeviceId> asked_;                    // predictor thread's
  std::vector<Memory> again_;                                       // predictor thread's
  TasteBook tastes_;                                                // predictor thread's
  std::vector<News> arrived_;                                       // predictor thread's
  std::atomic<std::shared_ptr<const std::string>> summary_;
  std::atomic<std::shared_ptr<const std::string>> described_;
  NewsWatch watch_;                             // watch thread's once started
  DescriptionWatch description_watch_;          // watch thread's
  CommandAnswer answer_;                        // watch thread's: to the last command
  std::vector<contract::ModelCommand> wishes_;  // watch thread's
  runtime::Channel<contract::ModelCommand> commands_{4};
  runtime::Channel<News> news_{4};
  runtime::Channel<WaitingRequest> waiting_;
  std::thread decider_;
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

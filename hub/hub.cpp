#include "hub/hub.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <future>
#include <thread>
#include <utility>

#include "hub/api/server.h"
#include "hub/clock_check.h"
#include "hub/database.h"
#include "hub/foreign/foreign_link.h"
#include "hub/gate.h"
#include "hub/home_assistant/home_assistant_link.h"
#include "hub/http_password.h"
#include "hub/intake_thread.h"
#include "hub/journal/journal_thread.h"
#include "hub/journal/store_writer.h"
#include "hub/service_metrics.h"
#include "runtime/mqtt_link.h"
#include "runtime/mqtt_loop.h"
#include "runtime/mqtt_settings.h"

namespace luft::hub {
namespace {

using runtime::HealthState;

constexpr std::size_t kJournalChannel = 64;  // batches, each of all that had gathered
constexpr std::chrono::milliseconds kStoreMayTake{700};
constexpr std::chrono::milliseconds kLinkMayTake{500};
constexpr std::chrono::milliseconds kCancelMayTake{300};
constexpr std::chrono::milliseconds kApiMayTake{1'000};
constexpr std::uint32_t kWishExpiry_s = 10;  // a person's wish, while the broker is away
constexpr std::chrono::milliseconds kForeignLinkMayTake{200};
constexpr std::chrono::milliseconds kHomeAssistantLinkMayTake{200};
constexpr std::chrono::milliseconds kRequestsMayTake{100};
constexpr std::chrono::milliseconds kBalancePatience{10'000};
constexpr std::chrono::seconds kReportDroppedEvery{1};

// A broker reads one packet of each connection in turn: on the main one, a request would wait
// behind a hundred receipts while a hundred devices publish (bench/request_latency.cpp).
runtime::MqttSettings for_requests(runtime::MqttSettings mqtt) {
  mqtt.client_id += "-requests";
  return mqtt;
}

class HubParts final : public Hub {
 public:
  HubParts(runtime::Program& program, std::unique_ptr<Intake> intake, ClockCheck clock_check,
           Journal journal, JournalReader reader, StoreWriter::Database database,
           runtime::MqttSettings mqtt, const std::optional<std::string>& http_password)
      : settings_(program.settings()),
        clock_(program.clock()),
        metrics_(program.metrics()),
        log_(program.log()),
        health_(clock_, {"broker", "database", "journal"}),
        readings_(settings_.intake.message_capacity),
        urgent_(settings_.intake.urgent_capacity),
        gate_(settings_.intake, readings_, urgent_, clock_),
        foreign_(foreign_link(program, mqtt)),
        home_assistant_(settings_, mqtt,
                        {.board = board_,
                         .remember = [this](const PersonsWish& wish) { remember(wish); },
                         .clock = clock_,
                         .metrics = program.metrics(),
                         .log = log_}),
        receipts_(program.metrics().counter("luft_hub_receipts_total", "Receipts to devices.")),
        requests_({.mqtt = for_requests(mqtt)}, {}, log_),
        link_({.mqtt = std::move(mqtt),
               .subscriptions = Gate::subscriptions(),
               .status = runtime::StatusTopic{.topic = "hub/status"}},
              callbacks(), log_),
        journal_(std::move(journal), std::uint64_t{settings_.journal.max_mb} << 20,
                 {.work = work_,
                  .questions = questions_,
                  .ranges = ranges_,
                  .intake = urgent_,
                  .send = [this](const ReceiptOwed& owed) { send_receipt(owed); },
                  .health = health_,
                  .clock = clock_,
                  .durable = program.metrics().counter("luft_hub_durable_readings_total",
                                                       "Readings that are on the disk."),
                  .log = log_}),
        store_(std::move(reader), database,
               {.journal = work_,
                .questions = questions_,
                .ranges = ranges_,
                .health = health_,
                .metrics = program.metrics(),
                .clock = clock_,
                .log = log_}),
        cancellation_(database.writer.cancellation),
        intake_(std::move(intake), clock_check,
                {.readings = readings_,
                 .urgent = urgent_,
                 .journal = work_,
                 .journal_status = journal_.status(),
                 .board = board_,
                 .publish = [this](const Publication& each) { publish(each); },
                 .listen = [this] { listen(); },
                 .health = health_,
                 .clock = clock_,
                 .metrics = program.metrics(),
                 .log = log_}),
        api_(settings_.http, http_password, sources(program.metrics(), database.writer),
             api::find_page(), log_) {
    add_gauges(program.metrics());
  }

  std::expected<void, std::string> start() override {
    if (auto serving = api_.start(); !serving) return serving;
    journal_.start();
    intake_.start();
    store_.start();
    return {};
  }

  bool stop() override {
    std::promise<void> api_stopped;  // idle connections take it a second, slow clients longer
    auto api_ended = api_stopped.get_future();
    api_stop_ = std::thread{[this, ended = std::move(api_stopped)]() mutable {
      api_.stop();
      ended.set_value();
    }};
    store_.close_balances();
    gate_.close();
    readings_.close();
    intake_.join();
    if (foreign_) (void)foreign_->stop(kForeignLinkMayTake);
    (void)home_assistant_.stop(kHomeAssistantLinkMayTake);
    ranges_.close();
    (void)store_.join_for(kStoreMayTake);  // what it has begun
    cancellation_->cancel(kCancelMayTake);
    const bool store_ended = store_.join_for(kCancelMayTake);
    work_.close();
    journal_.join();
    (void)requests_.stop(kRequestsMayTake);  // nobody would wait for the answers
    if (!link_.stop(kLinkMayTake)) log_.warn("not everything reached the broker in time");
    if (api_ended.wait_for(kApiMayTake) != std::future_status::ready) return false;
    api_stop_.join();
    return store_ended;
  }

 private:
  // Intake thread, before all else it does.
  void listen() {
    requests_.start();
    link_.start();
    link_.loop().post([this] { report_dropped_again(); });
    link_.loop().call_after(ServiceMetrics::kFirstAfter, [this] { record_again(); });
    if (foreign_) foreign_->start();
    home_assistant_.start();
  }

  runtime::MqttLinkCallbacks callbacks() {
    return {.on_message = [this](const auto& message) { gate_.on_message(message); },
            .on_connected =
                [this] {
                  health_.report("broker", HealthState::ok);
                  // Without room, the next connection says it.
                  (void)urgent_.try_send(Urgent{BrokerConnected{}});
                },
            .on_disconnected =
                [this](const runtime::MqttDisconnect& why) {
                  health_.report("broker", HealthState::down, why.text);
                }};
  }

  // Nothing where no device of another's is configured.
  static std::unique_ptr<ForeignLink> foreign_link(const runtime::Program& program,
                                                   const runtime::MqttSettings& mqtt) {
    if (!Bridge::is_needed(program.settings())) return nullptr;
    return std::make_unique<ForeignLink>(program.settings(), mqtt, program.clock(),
                                         program.metrics(), program.log());
  }

  // It may be let go when the hub is overrun.
  void remember(const PersonsWish& wish) { (void)urgent_.try_send(Urgent{wish}); }

  void send_receipt(const ReceiptOwed& owed) {
    receipts_.add();
    std::array<char, 256> buffer;
    const auto topic = contract::topic_name(
        {.kind = contract::TopicKind::device_receipt, .device = owed.id, .metric = {}});
    // One that does not go out is owed again as soon as the device sends its readings again.
    (void)link_.publish(topic.view(), contract::write_receipt(owed.receipt, buffer),
                        {.qos = runtime::Qos::at_most_once});
  }

  void publish(const Publication& each) {
    const auto topic = contract::parse_topic(each.topic.view());
    const bool is_request = topic && topic->kind == contract::TopicKind::inference_request;
    const auto sent = (is_request ? requests_ : link_)
                          .publish(each.topic.view(), each.payload,
                                   {.retain = each.retain, .expiry_s = each.expiry_s});
    if (!sent) {
      log_.debug("a message did not go out",
                 {{"topic", each.topic.view()}, {"error", runtime::name(sent.error())}});
    }
  }

  void report_dropped_again() {
    gate_.report_dropped();
    link_.loop().call_after(kReportDroppedEvery, [this] { report_dropped_again(); });
  }

  // Where the journal takes no more, these are let go: the next ones tell of the same.
  void record_again() {
    JournalBatch batch;
    service_metrics_.add(metrics_.samples(), health_.snapshot(), clock_.system_now(), batch.rows);
    (void)work_.try_send(std::move(batch));
    link_.loop().call_after(ServiceMetrics::kEvery, [this] { record_again(); });
  }

  api::Sources sources(const runtime::Metrics& metrics, const store::ClickHouseEndpoint& database) {
    return {.board = board_,
            .health = health_,
            .metrics = metrics,
            .journal = journal_.status(),
            .clock = clock_,
            .publish =
                [this](std::string_view topic, std::string_view payload) {
                  return link_.connected() &&
                         link_.publish(topic, payload, {.expiry_s = kWishExpiry_s}).has_value();
                },
            .order = [this](Order order) -> std::optional<std::future<OrderResult>> {
              AskedOrder asked{.order = std::move(order), .answer = {}};
              auto answer = asked.answer.get_future();
              if (!urgent_.try_send(Urgent{std::move(asked)})) return std::nullopt;
              return answer;
            },
            .remember = [this](const PersonsWish& wish) { remember(wish); },
            .balance = [this] { return store_.balance(kBalancePatience); },
            .alarms = [this] { return raised_alarms(); },
            .data = settings_.data,
            .database = database,
            .started = clock_.steady_now()};
  }

  [[nodiscard]] std::vector<std::string> raised_alarms() const {
    std::vector<std::string> names;
    for (const Alarm& alarm : journal_.alarms()) {
      if (alarm.raised()) names.push_back(alarm.name());
    }
    if (store_.alarm().raised()) names.push_back(store_.alarm().name());
    return names;
  }

  void add_gauges(runtime::Metrics& metrics) {
    const JournalStatus& status = journal_.status();
    metrics.gauge_read("luft_hub_journal_readings", "Readings the database does not have yet.",
                       [&status] { return static_cast<double>(status.backlog_readings); });
    metrics.gauge_read("luft_hub_journal_bytes", "Bytes the database does not have yet.",
                       [&status] { return static_cast<double>(status.backlog_bytes); });
    const auto show = [&metrics](const Alarm& alarm) {
      metrics.gauge_read("luft_alarm", "1 while the alarm is on.",
                         [&alarm] { return alarm.raised() ? 1.0 : 0.0; }, {{"name", alarm.name()}});
    };
    for (const Alarm& alarm : journal_.alarms()) show(alarm);
    show(store_.alarm());
    metrics.gauge_read("luft_hub_waiting_messages", "Messages that wait for the intake.",
                       [this] { return static_cast<double>(readings_.size()); });
  }

  const runtime::Settings& settings_;
  const runtime::Clock& clock_;
  const runtime::Metrics& metrics_;
  runtime::Log log_;
  runtime::Health health_;
  runtime::Channel<Message> readings_;
  runtime::Channel<Urgent> urgent_;
  runtime::Channel<JournalBatch> work_{kJournalChannel};
  runtime::Channel<RangeRequest> questions_{1};
  runtime::Channel<JournalRange> ranges_{1};
  SnapshotBoard board_;
  Gate gate_;
  std::unique_ptr<ForeignLink> foreign_;
  HomeAssistantLink home_assistant_;
  ServiceMetrics service_metrics_;  // the link's thread
  runtime::Counter& receipts_;
  runtime::MqttLink requests_;
  runtime::MqttLink link_;
  JournalThread journal_;
  StoreWriter store_;
  std::shared_ptr<store::Cancellation> cancellation_;
  IntakeThread intake_;
  api::Server api_;
  std::thread api_stop_;
};

// When the journal's file was last written to, as its devices tell.
SystemTime newest_entry(const Registry& registry) {
  SystemTime newest;
  for (const Device& device : registry.all()) {
    newest = std::max({newest, device.first_seen, device.last_seen});
  }
  return newest;
}

// Everything the journal knows of devices goes back into the intake.
std::expected<void, std::string> restore(Journal& journal, Intake& intake, Moment now,
                                         const runtime::Log& log) {
  const auto damaged = journal.check();
  if (!damaged) return std::unexpected{damaged.error()};
  for (const std::int64_t id : *damaged) {
    log.error("a part of the journal is damaged and was set aside in damaged_blobs",
              {{"blob", id}});
  }
  const auto devices = journal.devices();
  if (!devices) return std::unexpected{devices.error()};
  for (const DeviceRecord& record : *devices) {
    if (!intake.restore(record, now)) {
      log.error("a device's state is damaged and begins anew", {{"device", record.id.view()}});
    }
  }
  return {};
}

}  // namespace

std::expected<std::unique_ptr<Hub>, std::string> Hub::build(runtime::Program& program) {
  const runtime::Settings& settings = program.settings();
  if (sodium_init() < 0) return std::unexpected{"libsodium finds no source of random numbers"};
  std::error_code error;
  std::filesystem::create_directories(settings.data, error);
  if (error) {
    return std::unexpected{fmt::format("data (LUFT_DATA): cannot make the folder {}: {}",
                                       settings.data, error.message())};
  }
  auto mqtt = runtime::mqtt_settings(settings, "luft-hub");
  if (!mqtt) return std::unexpected{mqtt.error().where + ": " + mqtt.error().what};
  auto database = database_from(settings);
  if (!database) return std::unexpected{database.error()};
  // One for all: whoever waits for the database when the hub stops.
  database->writer.cancellation = database->admin.cancellation =
      std::make_shared<store::Cancellation>();

  const auto http_password = http_password_from(settings);
  if (!http_password) return std::unexpected{http_password.error()};

  const std::string path = (std::filesystem::path{settings.data} / "hub.sqlite").string();
  auto journal = Journal::open(path);
  if (!journal) return std::unexpected{journal.error()};
  auto reader = JournalReader::open(path);
  if (!reader) return std::unexpected{reader.error()};
  auto intake = std::make_unique<Intake>(settings, runtime::UuidMaker{});
  const Moment now = Moment::of(program.clock());
  if (auto restored = restore(*journal, *intake, now, program.log()); !restored) {
    return std::unexpected{restored.error()};
  }
  const ClockCheck clock_check{build_time(), newest_entry(intake->registry())};
  return std::make_unique<HubParts>(program, std::move(intake), clock_check, *std::move(journal),
                                    *std::move(reader), *std::move(database), *std::move(mqtt),
                                    *http_password);
}

}  // namespace luft::hub

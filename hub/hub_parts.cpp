#include "hub/hub_parts.h"

#include <array>
#include <future>
#include <utility>

#include "runtime/mqtt_loop.h"

namespace luft::hub {
namespace {

using runtime::HealthState;

constexpr std::size_t kJournalChannel = 64;  // batches, each of all that had gathered
constexpr std::chrono::milliseconds kStoreMayTake{700};
constexpr std::chrono::milliseconds kLinkMayTake{500};
constexpr std::chrono::milliseconds kCancelMayTake{300};
constexpr std::chrono::milliseconds kBackupMayTake{300};  // once it was cancelled
constexpr std::chrono::milliseconds kApiMayTake{1'000};
constexpr std::uint32_t kWishExpiry_s = 10;  // a person's wish, while the broker is away
constexpr std::chrono::milliseconds kForeignLinkMayTake{200};
constexpr std::chrono::milliseconds kHomeAssistantLinkMayTake{200};
constexpr std::chrono::milliseconds kRequestsMayTake{100};
constexpr std::chrono::milliseconds kBalancePatience{10'000};
constexpr std::chrono::seconds kReportDroppedEvery{1};

// Nothing where no device of another's is configured.
std::unique_ptr<ForeignLink> foreign_link(const runtime::Program& program,
                                          const runtime::MqttSettings& mqtt,
                                          const Registry& known) {
  if (!Bridge::is_needed(program.settings())) return nullptr;
  return std::make_unique<ForeignLink>(program.settings(), mqtt, known, program.clock(),
                                       program.metrics(), program.log());
}

// A broker reads one packet of each connection in turn: on the main one, a request would wait
// behind a hundred receipts while a hundred devices publish (docs/decisions/0011).
runtime::MqttSettings for_requests(runtime::MqttSettings mqtt) {
  mqtt.client_id += "-requests";
  return mqtt;
}

}  // namespace

HubParts::HubParts(runtime::Program& program, Opened opened)
    : settings_(program.settings()),
      clock_(program.clock()),
      metrics_(program.metrics()),
      log_(program.log()),
      health_(clock_, {"broker", "database", "journal"}),
      readings_(settings_.intake.message_capacity),
      urgent_(settings_.intake.urgent_capacity, [this] { readings_.wake(); }),
      work_(kJournalChannel),
      gate_(settings_.intake, readings_, urgent_, clock_,
            [this](const Message& reading) { return intake_.take_at_once(reading); }),
      foreign_(foreign_link(program, opened.mqtt, opened.intake->registry())),
      home_assistant_(
          settings_, opened.mqtt,
          {.board = board_,
           .remember = [this](const PersonsWish& wish) { remember(wish); },
           .set_airing = [this](Airing airing) { (void)set_airing(airing, "home assistant"); },
           .clock = clock_,
           .metrics = program.metrics(),
           .log = log_}),
      receipts_(program.metrics().counter("luft_hub_receipts_total", "Receipts to devices.")),
      requests_({.mqtt = for_requests(opened.mqtt), .sending = runtime::Sending::at_once}, {},
                log_),
      link_({.mqtt = std::move(opened.mqtt),
             .subscriptions = Gate::subscriptions(),
             .status = runtime::StatusTopic{.topic = "hub/status"}},
            callbacks(), log_),
      journal_(std::move(opened.journal), std::uint64_t{settings_.journal.max_mb} << 20,
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
      store_(std::move(opened.reader), opened.database,
             {.journal = work_,
              .questions = questions_,
              .ranges = ranges_,
              .health = health_,
              .metrics = program.metrics(),
              .clock = clock_,
              .log = log_}),
      cancellation_(opened.database.writer.cancellation),
      intake_(std::move(opened.intake), std::move(opened.pause), opened.clock_check,
              {.readings = readings_,
               .urgent = urgent_,
               .journal = work_,
               .journal_status = journal_.status(),
               .board = board_,
               .publish = [this](const Publication& each) { return publish(each); },
               .listen = [this] { listen(); },
               .health = health_,
               .clock = clock_,
               .metrics = program.metrics(),
               .log = log_}),
      backups_({.settings = settings_,
                .settings_file = program.settings_file(),
                .cancellation = cancellation_,
                .clock = clock_,
                .log = log_}),
      api_(settings_.http, opened.http_password, sources(program.metrics(), opened.database.writer),
           api::find_page(), log_) {
  add_gauges(program.metrics());
}

std::expected<void, std::string> HubParts::start() {
  if (auto serving = api_.start(); !serving) return serving;
  journal_.start();
  intake_.start();
  store_.start();
  return {};
}

bool HubParts::stop() {
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
  const bool backup_ended = backups_.ended_within(kBackupMayTake);
  work_.close();
  journal_.join();
  (void)requests_.stop(kRequestsMayTake);  // nobody would wait for the answers
  if (!link_.stop(kLinkMayTake)) log_.warn("not everything reached the broker in time");
  if (api_ended.wait_for(kApiMayTake) != std::future_status::ready) return false;
  api_stop_.join();
  return store_ended && backup_ended;
}

void HubParts::listen() {
  requests_.start();
  link_.start();
  link_.loop().post([this] {
    report_dropped_again();
    link_.loop().call_after(ServiceMetrics::kFirstAfter, [this] { record_again(); });
  });
  if (foreign_) foreign_->start();
  home_assistant_.start();
}

runtime::MqttLinkCallbacks HubParts::callbacks() {
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

void HubParts::send_receipt(const ReceiptOwed& owed) {
  receipts_.add();
  std::array<char, 256> buffer;
  const auto topic = contract::topic_name(
      {.kind = contract::TopicKind::device_receipt, .device = owed.id, .metric = {}});
  // One that does not go out is owed again as soon as the device sends its readings again.
  (void)link_.publish(topic.view(), contract::write_receipt(owed.receipt, buffer),
                      {.qos = runtime::Qos::at_most_once});
}

bool HubParts::publish(const Publication& each) {
  const auto topic = contract::parse_topic(each.topic.view());
  const bool is_request = topic && topic->kind == contract::TopicKind::inference_request;
  const auto sent = (is_request ? requests_ : link_)
                        .publish(each.topic.view(), each.payload,
                                 {.retain = each.retain, .expiry_s = each.expiry_s});
  if (!sent) {
    log_.debug("a message did not go out",
               {{"topic", each.topic.view()}, {"error", runtime::name(sent.error())}});
  }
  return sent.has_value();
}

bool HubParts::publish_wish(std::string_view topic, std::string_view payload) {
  return link_.connected() &&
         link_.publish(topic, payload, {.expiry_s = kWishExpiry_s}).has_value();
}

std::optional<std::future<OrderResult>> HubParts::order(Order order) {
  AskedOrder asked{.order = std::move(order), .answer = {}};
  auto answer = asked.answer.get_future();
  if (!urgent_.try_send(Urgent{std::move(asked)})) return std::nullopt;
  return answer;
}

// Nothing while the broker is away: a person is told at once that windows cannot hear it.
std::optional<std::future<std::size_t>> HubParts::set_airing(Airing airing, std::string_view by) {
  if (!link_.connected()) return std::nullopt;
  AskedAiring asked{.airing = airing, .by = by, .answer = {}};
  auto answer = asked.answer.get_future();
  if (!urgent_.try_send(Urgent{std::move(asked)})) return std::nullopt;
  return answer;
}

void HubParts::report_dropped_again() {
  gate_.report_dropped();
  link_.loop().call_after(kReportDroppedEvery, [this] { report_dropped_again(); });
}

// Where the journal takes no more, these are let go: the next ones tell of the same.
void HubParts::record_again() {
  link_.loop().call_after(ServiceMetrics::kEvery, [this] { record_again(); });
  if (journal_.status().full) return;
  JournalBatch batch;
  auto parts = health_.snapshot();
  parts.push_back(health_part(*board_.newest()->model));
  service_metrics_.add(metrics_.samples(), parts, clock_.system_now(), batch.rows);
  (void)work_.try_send(std::move(batch));
}

api::Sources HubParts::sources(const runtime::Metrics& metrics,
                               const store::ClickHouseEndpoint& database) {
  return {.board = board_,
          .health = health_,
          .metrics = metrics,
          .journal = journal_.status(),
          .clock = clock_,
          .publish = [this](std::string_view topic,
                            std::string_view payload) { return publish_wish(topic, payload); },
          .order = [this](Order each) { return order(std::move(each)); },
          .remember = [this](const PersonsWish& wish) { remember(wish); },
          .set_airing = [this](Airing airing) { return set_airing(airing, "api"); },
          .balance = [this] { return store_.balance(kBalancePatience); },
          .alarms = [this] { return raised_alarms(); },
          .begin_backup = [this] { return backups_.begin(); },
          .backup = [this] { return backups_.state(); },
          .data = settings_.data,
          .database = database,
          .started = clock_.steady_now()};
}

std::vector<std::string> HubParts::raised_alarms() const {
  std::vector<std::string> names;
  for (const Alarm& alarm : journal_.alarms()) {
    if (alarm.raised()) names.push_back(alarm.name());
  }
  for (const Alarm* alarm : {&store_.alarm(), &intake_.alarm()}) {
    if (alarm->raised()) names.push_back(alarm->name());
  }
  return names;
}

void HubParts::add_gauges(runtime::Metrics& metrics) {
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
  show(intake_.alarm());
  metrics.gauge_read("luft_hub_waiting_messages", "Messages that wait for the intake.",
                     [this] { return static_cast<double>(readings_.size()); });
}

}  // namespace luft::hub

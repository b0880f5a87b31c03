// The hub's parts and how they are connected: see hub.h for the picture.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "hub/api/server.h"
#include "hub/backup/desk.h"
#include "hub/clock_check.h"
#include "hub/foreign/foreign_link.h"
#include "hub/gate.h"
#include "hub/home_assistant/home_assistant_link.h"
#include "hub/hub.h"
#include "hub/intake_thread.h"
#include "hub/journal/journal_thread.h"
#include "hub/journal/store_writer.h"
#include "hub/service_metrics.h"
#include "runtime/mqtt_link.h"
#include "runtime/mqtt_settings.h"

namespace luft::hub {

class HubParts final : public Hub {
 public:
  // What was opened and read before anything starts.
  struct Opened {
    std::unique_ptr<Intake> intake;
    HousePause pause;
    ClockCheck clock_check;
    Journal journal;
    JournalReader reader;
    StoreWriter::Database database;
    runtime::MqttSettings mqtt;
    std::optional<std::string> http_password;
  };
  HubParts(runtime::Program& program, Opened opened);

  std::expected<void, std::string> start() override;
  bool stop() override;

 private:
  // Intake thread, before all else it does.
  void listen();
  runtime::MqttLinkCallbacks callbacks();
  // It may be let go when the hub is overrun.
  void remember(const PersonsWish& wish) { (void)urgent_.try_send(Urgent{wish}); }
  void send_receipt(const ReceiptOwed& owed);
  bool publish(const Publication& each);
  bool publish_wish(std::string_view topic, std::string_view payload);
  std::optional<std::future<OrderResult>> order(Order order);
  std::optional<std::future<std::size_t>> set_airing(Airing airing, std::string_view by);
  void report_dropped_again();
  void record_again();
  api::Sources sources(const runtime::Metrics& metrics, const store::ClickHouseEndpoint& database);
  [[nodiscard]] std::vector<std::string> raised_alarms() const;
  void add_gauges(runtime::Metrics& metrics);

  const runtime::Settings& settings_;
  const runtime::Clock& clock_;
  const runtime::Metrics& metrics_;
  runtime::Log log_;
  runtime::Health health_;
  runtime::Channel<Message> readings_;
  runtime::Channel<Urgent> urgent_;
  runtime::Channel<JournalBatch> work_;
  runtime::Channel<RangeRequest> questions_{2};
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
  BackupDesk backups_;
  api::Server api_;
  std::thread api_stop_;
};

}  // namespace luft::hub

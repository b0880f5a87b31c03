// What the HTTP handlers draw on. All of it may be used from any thread.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/backup/state.h"
#include "hub/intake/order.h"
#include "hub/journal/journal_thread.h"
#include "hub/journal/store_writer.h"
#include "hub/message.h"
#include "hub/snapshot.h"
#include "runtime/clock.h"
#include "runtime/health.h"
#include "runtime/metrics.h"
#include "runtime/settings.h"
#include "store/clickhouse_client.h"

namespace luft::hub::api {

struct Sources {
  const SnapshotBoard& board;
  const runtime::Health& health;
  const runtime::Metrics& metrics;
  const JournalStatus& journal;
  const runtime::Clock& clock;
  // Publishes a person's wish, which expires soon; false when the broker is away.
  std::function<bool(std::string_view topic, std::string_view payload)> publish;
  // Hands a change to the intake; empty when it takes no more now.
  std::function<std::optional<std::future<OrderResult>>(Order)> order{};
  // Keeps a person's wish as an example; it may be let go when the hub is overrun.
  std::function<void(const PersonsWish& wish)> remember{};
  // Pauses all windows or ends that; the answer: how many it concerns. Empty: the broker is away.
  std::function<std::optional<std::future<std::size_t>>(contract::Airing)> set_airing{};
  std::function<BalanceResult()> balance;
  std::function<std::vector<std::string>()> alarms{};  // names of those that are raised
  // Begins a backup; the error: one is being taken.
  std::function<std::expected<BackupState, std::string>()> begin_backup{};
  std::function<BackupState()> backup{};
  std::filesystem::path data{};        // whose disk is shown
  store::ClickHouseEndpoint database;  // for reading
  SteadyTime started;
};

}  // namespace luft::hub::api

// The whole system as the API shows it: health, totals, the balance; and problems.
#include "hub/api/json.h"
#include "hub/api/json_values.h"
#include "hub/api/problem.h"
#include "hub/version.h"

namespace luft::hub::api {
namespace {

Json devices(const Snapshot& snapshot) {
  Json all = Json::array();
  for (const auto& each : snapshot.devices) {
    if (each->is_shown()) all.push_back(device_value(*each));
  }
  return all;
}

Json parts(const std::vector<runtime::HealthPart>& parts) {
  Json all = Json::array();
  for (const runtime::HealthPart& part : parts) {
    all.push_back({{"name", part.name},
                   {"state", runtime::name(part.state)},
                   {"detail", part.detail},
                   {"since_ms", unix_ms(part.since)}});
  }
  return all;
}

bool ready(const runtime::Health& health) {
  return health.overall() != runtime::HealthState::down;
}

Json parts_and_model(const runtime::Health& health, const ModelNews& model) {
  auto all = health.snapshot();
  all.push_back(health_part(model));
  return parts(all);
}

Json newest_model(const Snapshot& snapshot) {
  const Decision* newest = nullptr;
  for (const auto& each : snapshot.devices) {
    const Decision* candidate = each->decision.get();
    if (candidate != nullptr && (newest == nullptr || candidate->time > newest->time)) {
      newest = candidate;
    }
  }
  return newest == nullptr ? Json(nullptr) : maybe_text(newest->model);
}

Json airing(const Pause* pause) {
  if (pause == nullptr) {
    return {{"paused", false}, {"since_ms", nullptr}, {"until_ms", nullptr}, {"by", nullptr}};
  }
  return {{"paused", true},
          {"since_ms", unix_ms(pause->since)},
          {"until_ms", unix_ms(pause->until)},
          {"by", pause->by}};
}

Json system(const Sources& sources, const Snapshot& snapshot) {
  const Totals& totals = snapshot.totals;
  const auto up = sources.clock.steady_now() - sources.started;
  return {{"now_ms", unix_ms(sources.clock.system_now())},
          {"ready", ready(sources.health)},
          {"parts", parts_and_model(sources.health, *snapshot.model)},
          {"alarms", sources.alarms ? sources.alarms() : std::vector<std::string>{}},
          {"airing", airing(snapshot.pause.get())},
          {"last_loss_ms", snapshot.last_loss ? Json(unix_ms(*snapshot.last_loss)) : Json(nullptr)},
          {"totals",
           {{"messages", totals.messages},
            {"readings", totals.readings},
            {"requests", totals.requests},
            {"controls", totals.controls},
            {"unanswered", totals.unanswered},
            {"movements", totals.movements},
            {"quarantined", totals.quarantined},
            {"duplicate", totals.duplicate},
            {"dropped", totals.dropped},
            {"let_go", totals.let_go},
            {"refused", totals.refused},
            {"lost", totals.lost},
            {"receipts", sources.journal.receipts.load()},
            {"errors", sources.journal.commit_failures.load()}}},
          {"latency_ms",
           {{"control_p50", snapshot.control_p50_ms}, {"control_p99", snapshot.control_p99_ms}}},
          {"backlog",
           {{"journaled_readings", sources.journal.backlog_readings.load()},
            {"journal_bytes", sources.journal.backlog_bytes.load()}}},
          {"version", kVersion},
          {"model", newest_model(snapshot)},
          {"uptime_s", std::chrono::duration_cast<std::chrono::seconds>(up).count()}};
}

const char* name(BackupPhase phase) {
  switch (phase) {
    case BackupPhase::none:
      return "none";
    case BackupPhase::running:
      return "running";
    case BackupPhase::done:
      return "done";
    case BackupPhase::failed:
      return "failed";
  }
  return "none";
}

const char* name(BackupStep step) {
  switch (step) {
    case BackupStep::waiting:
      return "waiting";
    case BackupStep::journal:
      return "journal";
    case BackupStep::history:
      return "history";
    case BackupStep::checking:
      return "checking";
  }
  return "waiting";
}

}  // namespace

std::string to_json(const Problem& problem) {
  return text({{"type", "about:blank"},
               {"title", problem.title},
               {"status", problem.status},
               {"detail", problem.detail}});
}

std::string airing_json(const Pause* pause) {
  return text(airing(pause));
}

std::string system_json(const Sources& sources, const Snapshot& snapshot) {
  return text(system(sources, snapshot));
}

std::string snapshot_json(const Sources& sources, const Snapshot& snapshot) {
  return text({{"devices", devices(snapshot)},
               {"system", system(sources, snapshot)},
               {"model", model_value(*snapshot.model)}});
}

std::string readiness_json(const runtime::Health& health) {
  return text({{"ready", ready(health)}, {"parts", parts(health.snapshot())}});
}

std::string storage_json(const store::Storage& stored, const std::filesystem::space_info& disk) {
  const bool is_known = disk.capacity > 0;
  return text({{"database", stored.version},
               {"readings", stored.readings},
               {"oldest_ms", stored.readings > 0 ? Json(unix_ms(stored.oldest)) : Json(nullptr)},
               {"disk",
                {{"free_bytes", is_known ? Json(disk.available) : Json(nullptr)},
                 {"total_bytes", is_known ? Json(disk.capacity) : Json(nullptr)}}}});
}

std::string backup_json(const BackupState& state) {
  const bool is_done = state.phase == BackupPhase::done;
  const bool was_begun = state.phase != BackupPhase::none;
  return text(
      {{"phase", name(state.phase)},
       {"step", state.phase == BackupPhase::running ? Json(name(state.step)) : Json(nullptr)},
       {"folder", maybe_text(state.folder)},
       {"began_ms", was_begun ? Json(unix_ms(state.began)) : Json(nullptr)},
       {"ended_ms", state.ended ? Json(unix_ms(*state.ended)) : Json(nullptr)},
       {"readings", is_done ? Json(state.readings) : Json(nullptr)},
       {"bytes", is_done ? Json(state.bytes) : Json(nullptr)},
       {"error", maybe_text(state.error)}});
}

std::string balance_json(const Balance& balance, const std::optional<StoredTwice>& stored_twice) {
  Json devices = Json::object();
  auto& members = devices.get_ref<Json::object_t&>();  // `devices[id]` would look through all
  for (const auto& [id, each] : balance.devices) {
    if (each.counts == Counts{}) continue;
    members.emplace_back(id, counts_value(each.counts, each.journaled));
  }
  Json whole{{"balanced", balance.balanced()},
             {"counted", balance.counted},
             {"devices", std::move(devices)}};
  if (stored_twice) whole["stored_twice"] = *stored_twice;
  return text(whole);
}

}  // namespace luft::hub::api

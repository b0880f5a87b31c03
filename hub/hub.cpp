#include "hub/hub.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "hub/backup/restore.h"
#include "hub/database.h"
#include "hub/http_password.h"
#include "hub/hub_parts.h"
#include "runtime/mqtt_settings.h"

namespace luft::hub {
namespace {

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

std::expected<HousePause, std::string> kept_pause(Journal& journal, const runtime::Log& log) {
  const auto kept = journal.pause();
  if (!kept) return std::unexpected{kept.error()};
  HousePause pause;
  if (!kept->empty() && !pause.restore(*kept)) {
    log.error("what was kept of a pause of all windows is damaged: nothing is paused");
  }
  return pause;
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
  if (auto whole = check_no_half_restore(settings.data); !whole) {
    return std::unexpected{whole.error()};
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
  auto pause = kept_pause(*journal, program.log());
  if (!pause) return std::unexpected{pause.error()};
  const ClockCheck clock_check{build_time(), newest_entry(intake->registry())};
  return std::make_unique<HubParts>(program, HubParts::Opened{.intake = std::move(intake),
                                                              .pause = *std::move(pause),
                                                              .clock_check = clock_check,
                                                              .journal = *std::move(journal),
                                                              .reader = *std::move(reader),
                                                              .database = *std::move(database),
                                                              .mqtt = *std::move(mqtt),
                                                              .http_password = *http_password});
}

}  // namespace luft::hub

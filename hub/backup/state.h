// How it stands with the backup that was asked of the running hub last.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hub/moment.h"

namespace luft::hub {

// In this order.
enum class BackupStep : std::uint8_t {
  waiting,   // until the database has got what is on its way to it
  journal,   // is copied
  history,   // is copied by the database
  checking,  // every byte of the copy is read again
};

enum class BackupPhase : std::uint8_t { none, running, done, failed };

struct BackupState {
  BackupPhase phase = BackupPhase::none;
  BackupStep step = BackupStep::waiting;  // while it runs
  std::string folder;                     // empty: none was taken
  SystemTime began{};                     // of one found on disk: when it was taken
  std::optional<SystemTime> ended;        // not known of one that was found on disk
  std::uint64_t readings = 0;             // in it, once it is done: of history and journal
  std::uint64_t bytes = 0;
  std::string error;  // why it failed
};

}  // namespace luft::hub

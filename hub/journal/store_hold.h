// Holds the store back for a while: no new range of the journal is fixed, so the database receives
// nothing from this journal, while readings are taken and receipted as always. For a backup, which
// copies journal and database one after the other and must find each reading in exactly one of
// them. It lapses by itself, should whoever took it be killed.
#pragma once

#include <chrono>
#include <string>

#include "hub/journal/journal.h"
#include "hub/journal/sqlite.h"

namespace luft::hub {

class StoreHold {
 public:
  // Takes the hold on the journal at `path`, beside the hub that runs with it.
  [[nodiscard]] static JournalResult<StoreHold> take(const std::string& path,
                                                     std::chrono::seconds lapses_after);
  StoreHold(StoreHold&&) noexcept = default;
  StoreHold& operator=(StoreHold&&) = delete;
  ~StoreHold();  // lets go

  // From now on, again. The error: it has lapsed meanwhile, and what was copied may not fit.
  [[nodiscard]] JournalResult<void> renew(std::chrono::seconds lapses_after);

  // Whether a range that was fixed before the hold is still on its way to the database.
  [[nodiscard]] JournalResult<bool> something_is_sent();

  // A copy of the journal as of one instant, without the hold; synced to disk.
  [[nodiscard]] JournalResult<void> copy_to(const std::string& path);

 private:
  explicit StoreHold(Database database) : database_(std::move(database)) {}
  [[nodiscard]] JournalResult<void> set(std::chrono::seconds lapses_after);

  Database database_;
};

}  // namespace luft::hub

// The hub's memory on disk: rows that the database does not have yet, and the devices' state that
// belongs to exactly those rows. One SQLite file in WAL mode with synchronous=FULL: what commit()
// returned for survives a kill and a power cut.
//
// Invariants: a range of blobs is fixed on disk before its rows are first sent, and goes only when
// it is released; a device's counts and receipts are those of the blobs committed with them; a
// blob that is damaged is moved aside and reported, never skipped in silence.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hub/journal/batch.h"

struct sqlite3;

namespace luft::hub {

// Blobs [first, last]: what is inserted at once. `token` names it for ever, here and in the
// database.
struct JournalRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::string token;
  friend bool operator==(const JournalRange&, const JournalRange&) = default;
};

struct JournalBacklog {
  std::uint64_t readings = 0;
  std::uint64_t bytes = 0;
};

template <class T>
using JournalResult = std::expected<T, std::string>;  // the error is for people

// Writes. One thread.
class Journal {
 public:
  // A range holds at most this many bytes of rows, and at least one blob.
  static constexpr std::size_t kMaxRangeBytes = 16 * 1024 * 1024;

  // Makes the file when there is none. The error names it and the fix.
  [[nodiscard]] static JournalResult<Journal> open(const std::string& path);
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  // All devices, by number.
  [[nodiscard]] JournalResult<std::vector<DeviceRecord>> devices();

  // What was committed last of the pause of all windows; empty: nothing ever.
  [[nodiscard]] JournalResult<std::string> pause();

  // Checks every blob; damaged ones are moved to the table `damaged_blobs`. Returns their ids.
  [[nodiscard]] JournalResult<std::vector<std::int64_t>> check();

  // All of it, or nothing: the rows as one blob, the devices' state, one sync.
  [[nodiscard]] JournalResult<void> commit(std::span<const JournalBatch> batches);

  // The range that is to be sent next: the one fixed before, or a new one over what waits, fixed on
  // disk when this returns. Empty when nothing waits, or a new one is held back (store_hold.h).
  [[nodiscard]] JournalResult<std::optional<JournalRange>> next_range();
  // The range's rows are in the database; `counts` says whose readings they were.
  [[nodiscard]] JournalResult<void> release(const JournalRange& range,
                                            const Rows::ReadingCounts& counts);

  [[nodiscard]] JournalBacklog backlog() const { return backlog_; }

 private:
  struct Statements;
  Journal(std::unique_ptr<sqlite3, int (*)(sqlite3*)> database,
          std::unique_ptr<Statements> statements);
  [[nodiscard]] JournalResult<void> load_backlog();
  [[nodiscard]] JournalResult<void> write(std::span<const JournalBatch> batches, const Rows& rows);
  [[nodiscard]] JournalResult<void> write_device(const DeviceRecord& device);

  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
  std::unique_ptr<Statements> statements_;
  JournalBacklog backlog_;
};

// What a device's readings came to, as of one instant.
struct KeptCounts {
  contract::DeviceId id;
  Counts counts;
  std::uint64_t journaled = 0;  // outside of the fixed range: the database cannot have them
  std::uint64_t fixed = 0;      // in the fixed range: the database may have them already
  std::uint64_t former = 0;     // rows in the database of an earlier device of that name
};

struct Kept {
  std::vector<KeptCounts> devices;    // kUnknownDevice among them
  std::optional<JournalRange> fixed;  // the range that is to be sent, or was and is not released
};

// Reads beside the writer, over a connection of its own. One thread.
class JournalReader {
 public:
  [[nodiscard]] static JournalResult<JournalReader> open(const std::string& path);

  // Replaces `rows` by those of the range.
  [[nodiscard]] JournalResult<void> read(const JournalRange& range, Rows& rows);
  [[nodiscard]] JournalResult<Kept> counts();

 private:
  explicit JournalReader(std::unique_ptr<sqlite3, int (*)(sqlite3*)> database)
      : database_(std::move(database)) {}
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
};

}  // namespace luft::hub

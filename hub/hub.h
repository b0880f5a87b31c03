// The hub's parts, built and connected:
//
//   mqtt ──> gate ──Channel<Message>──> intake ──Channel<JournalBatch>─> journal (SQLite)
//                                         │  │                             │ receipts, after the
//                                         sync
//                            requests  <──┘  └──> snapshots ──> http       v
//   mqtt <─────────────────────────────────────────────────────────────── store ──> ClickHouse
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "runtime/program.h"

namespace luft::hub {

class Hub {
 public:
  // Opens the journal and builds everything. The error is for people.
  [[nodiscard]] static std::expected<std::unique_ptr<Hub>, std::string> build(
      runtime::Program& program);
  virtual ~Hub() = default;

  // Starts the threads and begins to listen.
  [[nodiscard]] virtual std::expected<void, std::string> start() = 0;

  // Takes nothing more in, brings what was taken to the disk, sends the receipts. Whoever waits for
  // the database gets an error. Under 5 s. False when a thread did not end in time: then the
  // process must end without destroying this (a range that was sent is sent again after the next
  // start, and recognised).
  [[nodiscard]] virtual bool stop() = 0;
};

}  // namespace luft::hub

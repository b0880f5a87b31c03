// The one thread that writes the journal: commits whatever waits, with one sync for all of it, lets
// receipts go after it, and fixes and releases ranges for the store thread. While it cannot write
// it takes in no more than a bound, tries again now and then, and still answers the store thread:
// what that has stored makes room on a full disk.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "hub/journal/alarm.h"
#include "hub/journal/batch.h"
#include "hub/journal/journal.h"
#include "hub/journal/receipt_pacer.h"
#include "hub/message.h"
#include "runtime/channel.h"
#include "runtime/clock.h"
#include "runtime/health.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

namespace luft::hub {

// What the store thread says and asks. What it has inserted, it says at once: until the journal has
// noted that, a power cut lets the same rows be inserted again (docs/promises.md).
struct RangeRequest {
  struct Stored {
    JournalRange range;
    Rows::ReadingCounts counts;
  };
  enum class Wants : std::uint8_t {
    nothing,
    next_range,  // to insert; answered once something waits
  };
  std::optional<Stored> stored{};
  Wants wants = Wants::next_range;
};

// What other threads may see of the journal at any time.
struct JournalStatus {
  std::atomic<bool> accepts_readings{true};  // false: full, or it cannot write
  std::atomic<bool> full{false};             // rows that are not readings would not fit either
  std::atomic<std::uint64_t> backlog_readings{0};
  std::atomic<std::uint64_t> backlog_bytes{0};
  std::atomic<std::uint64_t> commits{0};
  std::atomic<std::uint64_t> receipts{0};  // handed to the broker
  std::atomic<std::uint64_t> commit_failures{0};
};

class JournalThread {
 public:
  static constexpr std::chrono::milliseconds kRetry{500};  // after a commit that failed
  // While commits fail, no batch is taken in once so many wait here (and as many in the channel).
  static constexpr std::size_t kMaxWaiting = 64;
  // A full journal takes readings again once it has shrunk to this part of its bound.
  static constexpr double kOpenAgain = 0.9;

  struct Wiring {
    runtime::Channel<JournalBatch>& work;          // closed by its owner: then the thread ends
    runtime::Channel<RangeRequest>& questions;     // whoever asks calls work.wake() after it; one
                                                   // may be on its way while one is not answered
    runtime::Channel<JournalRange>& ranges;        // answers, capacity 1 or more
    runtime::Channel<Urgent>& intake;              // what was stored
    std::function<void(const ReceiptOwed&)> send;  // a receipt; must not block
    runtime::Health& health;                       // part "journal"
    const runtime::Clock& clock;
    runtime::Counter& durable;  // readings that are on the disk
    runtime::Log log;
  };
  JournalThread(Journal journal, std::uint64_t max_bytes, Wiring wiring);
  JournalThread(const JournalThread&) = delete;
  JournalThread& operator=(const JournalThread&) = delete;
  ~JournalThread();  // the work channel must be closed

  void start();
  void join();  // returns once the work channel is closed and all of it is committed

  [[nodiscard]] const JournalStatus& status() const { return status_; }
  [[nodiscard]] std::span<const Alarm> alarms() const { return alarms_; }

 private:
  void run();
  [[nodiscard]] std::size_t take_in(std::vector<JournalBatch>& work);
  [[nodiscard]] std::chrono::nanoseconds patience() const;
  bool commit();
  void send_receipts(bool all);
  void answer_all();
  void answer();
  bool release(const RangeRequest::Stored& stored);
  void pass_on_stored();
  void update_status();
  void watch(Alarm& alarm, bool trouble, std::string_view why);

  Journal journal_;
  std::uint64_t max_bytes_;
  Wiring wiring_;
  JournalStatus status_;
  std::vector<JournalBatch> waiting_;     // not committed yet
  std::optional<RangeRequest> question_;  // not answered yet
  StoredReadings stored_;                 // not passed on to the intake yet
  ReceiptPacer pacer_;
  std::vector<ReceiptOwed> due_;
  bool failing_ = false;
  std::string why_failing_;
  std::array<Alarm, 2> alarms_{Alarm{"journal_full"}, Alarm{"journal_cannot_write"}};
  std::thread thread_;
};

}  // namespace luft::hub

// The thread that runs the intake: urgent messages first, then readings; requests go out at once,
// what has to be kept goes to the journal in batches, and people get a fresh picture. While it
// sleeps, the thread that brings readings may take its turn.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "hub/airing.h"
#include "hub/clock_check.h"
#include "hub/intake/intake.h"
#include "hub/journal/alarm.h"
#include "hub/journal/journal_thread.h"
#include "hub/message.h"
#include "hub/snapshot.h"
#include "runtime/channel.h"
#include "runtime/clock.h"
#include "runtime/health.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

namespace luft::hub {

class IntakeThread {
 public:
  static constexpr std::chrono::milliseconds kLongestWait{50};
  static constexpr std::size_t kBetweenUrgent = 256;  // readings between two looks at those
  // What a commit costs is shared by the readings of this time; whoever comes after a pause does
  // not wait.
  static constexpr std::chrono::milliseconds kGather{50};
  static constexpr std::chrono::milliseconds kShowEvery{100};
  static constexpr std::chrono::milliseconds kTickEvery{1'000};
  // With so much waiting for the journal, readings are not admitted.
  static constexpr std::size_t kMaxWaitingBytes = 32 * 1024 * 1024;
  static constexpr std::size_t kSaidAtOnce = 64;     // settings of devices, with a new connection
  static constexpr std::size_t kMaxUnsent = 10'000;  // retained messages that found no room
  // `registry_full` is on while a device was refused so lately.
  static constexpr std::chrono::minutes kRefusedLately{10};
  // At the end the journal gets this long to make room. What it then cannot take has no receipt.
  static constexpr std::chrono::milliseconds kLastWait{500};

  struct Wiring {
    runtime::Channel<Message>& readings;  // closed by its owner: then the thread ends
    runtime::Channel<Urgent>& urgent;     // wakes `readings` with each item
    runtime::Channel<JournalBatch>& journal;
    const JournalStatus& journal_status;
    SnapshotBoard& board;
    std::function<bool(const Publication&)> publish;  // must not block; false: no room now
    std::function<void()> listen;  // called once, as soon as the clock can be right
    runtime::Health& health;       // part "clock"
    const runtime::Clock& clock;
    runtime::Metrics& metrics;
    runtime::Log log;
  };
  IntakeThread(std::unique_ptr<Intake> intake, HousePause pause, ClockCheck clock_check,
               Wiring wiring);
  IntakeThread(const IntakeThread&) = delete;
  IntakeThread& operator=(const IntakeThread&) = delete;
  ~IntakeThread();  // the readings channel must be closed

  void start();
  void join();  // all that was received is then with the journal

  // For the thread that sends `readings`, of which there is one: while this thread sleeps and
  // nothing waits for it, takes a message in here and now, which costs less than waking another
  // thread for it (docs/decisions/0014). False: not taken, send it. Never waits.
  [[nodiscard]] bool take_at_once(const Message& message);

  [[nodiscard]] const Alarm& alarm() const { return registry_full_; }

 private:
  // A number of Totals and the metric that shows it.
  struct Shown {
    std::uint64_t Totals::* total;
    runtime::Counter* counter;
  };
  void run();
  std::size_t sleep(std::unique_lock<std::mutex>& turn);
  void look_around();
  void wait_for_clock();
  void check_clock(Moment now);
  [[nodiscard]] std::chrono::nanoseconds wait() const;
  void take_readings();
  void take_urgent();
  void take(AskedAiring& asked);
  void publish();
  void say_again();
  void watch_registry(Moment now);
  enum class HandOver : std::uint8_t { what_fits, the_last };
  void hand_over(HandOver which);
  void bound_rows();
  void show(Moment now);
  [[nodiscard]] Admission admission() const;

  // Guards all below but the alarm and the thread; held by the thread but while it sleeps.
  std::mutex turn_;
  std::unique_ptr<Intake> intake_;
  HousePause pause_;
  ClockCheck clock_check_;
  bool clock_trusted_ = false;
  Wiring wiring_;
  std::vector<Shown> shown_;
  runtime::Counter& rows_let_go_;
  Totals counted_;  // what the metrics show already
  std::vector<Message> readings_;
  std::vector<Urgent> urgent_;
  Outcome outcome_;
  std::deque<Publication> unsent_;  // retained ones that found no room, oldest first
  Alarm registry_full_{"registry_full"};
  std::optional<JournalBatch> refused_;  // a batch that the journal's channel had no room for
  SteadyTime ticked_;
  SteadyTime handed_over_at_;
  SteadyTime shown_at_;
  std::thread thread_;
};

}  // namespace luft::hub

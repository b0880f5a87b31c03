#include "hub/journal/journal_thread.h"

#include <pthread.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace luft::hub {

using runtime::HealthState;

JournalThread::JournalThread(Journal journal, std::uint64_t max_bytes, Wiring wiring)
    : journal_(std::move(journal)), max_bytes_(max_bytes), wiring_(std::move(wiring)) {
  update_status();
}

JournalThread::~JournalThread() {
  join();
}

void JournalThread::start() {
  thread_ = std::thread{&JournalThread::run, this};
}

void JournalThread::join() {
  if (thread_.joinable()) thread_.join();
}

void JournalThread::run() {
  pthread_setname_np(pthread_self(), "journal");
  std::vector<JournalBatch> work;
  while (true) {
    const std::size_t taken = take_in(work);
    if (!waiting_.empty()) commit();
    send_receipts(false);
    answer_all();
    pass_on_stored();
    update_status();
    if (taken == 0 && wiring_.work.closed() && wiring_.work.size() == 0) break;
  }
  if (!waiting_.empty()) commit();
  send_receipts(true);
}

// Waits for batches. After a commit that failed it pauses first, and leaves them in their channel
// when enough wait here; what its senders then cannot hand over, they bound themselves.
std::size_t JournalThread::take_in(std::vector<JournalBatch>& work) {
  std::chrono::nanoseconds wait = patience();
  if (failing_ && !wiring_.work.wait_closed_for(kRetry)) {
    if (waiting_.size() >= kMaxWaiting) return 0;
    wait = std::chrono::nanoseconds{0};
  }
  const std::size_t taken = wiring_.work.receive_all_for(work, wait);
  std::ranges::move(work, std::back_inserter(waiting_));
  work.clear();
  return taken;
}

std::chrono::nanoseconds JournalThread::patience() const {
  std::chrono::nanoseconds wait = std::chrono::seconds{1};
  if (const auto due = pacer_.next_due()) wait = *due - wiring_.clock.steady_now();
  if (!stored_.counts.empty()) wait = std::min<std::chrono::nanoseconds>(wait, kRetry);
  return std::max(wait, std::chrono::nanoseconds{0});
}

bool JournalThread::commit() {
  const auto committed = journal_.commit(waiting_);
  if (!committed) {
    ++status_.commit_failures;
    why_failing_ = committed.error();
    if (!std::exchange(failing_, true)) {
      wiring_.log.error("the journal cannot write; receipts wait", {{"error", committed.error()}});
    }
    return false;
  }
  if (std::exchange(failing_, false)) wiring_.log.info("the journal writes again");
  ++status_.commits;
  const SteadyTime now = wiring_.clock.steady_now();
  for (const JournalBatch& batch : waiting_) {
    wiring_.durable.add(batch.rows.count(TableNumber::readings));
    for (const ReceiptOwed& owed : batch.receipts) pacer_.add(owed, now);
  }
  waiting_.clear();
  return true;
}

void JournalThread::send_receipts(bool all) {
  due_.clear();
  if (all) {
    pacer_.take_all(due_);
  } else {
    pacer_.take_due(wiring_.clock.steady_now(), due_);
  }
  for (const ReceiptOwed& owed : due_) wiring_.send(owed);
  status_.receipts += due_.size();
}

// Takes the store thread's questions one after the other, as far as they can be answered now.
void JournalThread::answer_all() {
  while (true) {
    if (!question_ && wiring_.questions.size() > 0) question_ = wiring_.questions.receive();
    if (!question_) return;
    answer();
    if (question_) return;  // again next time
  }
}

void JournalThread::answer() {
  if (question_->stored) {
    if (!release(*question_->stored)) return;
    question_->stored.reset();
  }
  if (question_->wants == RangeRequest::Wants::nothing) return question_.reset();
  const auto range = journal_.next_range();
  if (!range) {
    wiring_.log.error("the journal cannot fix a range", {{"error", range.error()}});
    return;
  }
  if (!*range) return;
  if (wiring_.ranges.try_send(**range)) question_.reset();
}

bool JournalThread::release(const RangeRequest::Stored& stored) {
  if (const auto released = journal_.release(stored.range, stored.counts); !released) {
    wiring_.log.error("the journal cannot release a range", {{"error", released.error()}});
    return false;
  }
  stored_.counts.insert(stored_.counts.end(), stored.counts.begin(), stored.counts.end());
  return true;
}

void JournalThread::pass_on_stored() {
  if (stored_.counts.empty()) return;
  auto sent = wiring_.intake.try_send(Urgent{std::move(stored_)});
  if (!sent)
    stored_ = std::get<StoredReadings>(std::move(sent.error().item));
  else
    stored_.counts.clear();
}

void JournalThread::update_status() {
  const JournalBacklog backlog = journal_.backlog();
  status_.backlog_readings = backlog.readings;
  status_.backlog_bytes = backlog.bytes;
  const auto open_again = static_cast<std::uint64_t>(static_cast<double>(max_bytes_) * kOpenAgain);
  const bool full = backlog.bytes >= (status_.full ? open_again : max_bytes_);
  status_.full = full;
  status_.accepts_readings = !full && !failing_;
  constexpr const char* kFull = "full: devices keep their readings until the database is back";
  if (failing_) {
    wiring_.health.report("journal", HealthState::down, "cannot write: " + why_failing_);
  } else if (full) {
    wiring_.health.report("journal", HealthState::degraded, kFull);
  } else {
    wiring_.health.report("journal", HealthState::ok);
  }
  watch(alarms_[0], full, kFull);
  watch(alarms_[1], failing_, why_failing_);
}

// An alarm's row waits like all others until it can be written.
void JournalThread::watch(Alarm& alarm, bool trouble, std::string_view why) {
  const Moment now = Moment::of(wiring_.clock);
  const auto row = trouble ? alarm.trouble(why, now) : alarm.no_trouble(now);
  if (!row) return;
  waiting_.emplace_back().rows.add(*row);
  wiring_.log.warn("alarm", {{"name", row->event}, {"message", row->message}});
}

}  // namespace luft::hub

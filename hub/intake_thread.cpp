#include "hub/intake_thread.h"

#include <pthread.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace luft::hub {
namespace {

constexpr std::chrono::milliseconds kShortestWait{5};  // while the journal has no room

std::int32_t site_utc_offset() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return static_cast<std::int32_t>(local.tm_gmtoff);
}

double milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::milli>{duration}.count();
}

std::uint64_t not_kept(const Totals& totals) {
  return totals.lost + totals.dropped + totals.quarantined;
}

}  // namespace

IntakeThread::IntakeThread(std::unique_ptr<Intake> intake, HousePause pause, ClockCheck clock_check,
                           Wiring wiring)
    : intake_(std::move(intake)),
      pause_(std::move(pause)),
      clock_check_(clock_check),
      wiring_(std::move(wiring)),
      rows_let_go_(wiring_.metrics.counter("luft_hub_rows_let_go_total",
                                           "Rows other than readings, gone at a bound.")) {
  const auto show = [this](std::uint64_t Totals::* total, const char* name, const char* help) {
    shown_.push_back({.total = total, .counter = &wiring_.metrics.counter(name, help)});
  };
  show(&Totals::messages, "luft_hub_messages_total", "Messages taken in.");
  show(&Totals::readings, "luft_hub_readings_total", "Readings accepted.");
  show(&Totals::duplicate, "luft_hub_duplicates_total", "Readings that had come before.");
  show(&Totals::quarantined, "luft_hub_quarantined_total", "Messages not understood.");
  show(&Totals::dropped, "luft_hub_dropped_total", "Bare readings dropped at a limit.");
  show(&Totals::let_go, "luft_hub_let_go_total", "Identified readings that will come again.");
  show(&Totals::refused, "luft_hub_refused_total", "Other messages beyond a limit.");
  show(&Totals::lost, "luft_hub_lost_total", "Readings that devices gave up.");
  show(&Totals::requests, "luft_hub_requests_total", "Requests to the model.");
  show(&Totals::controls, "luft_hub_controls_total", "Controls from the model.");
  show(&Totals::unanswered, "luft_hub_unanswered_total", "Requests without an answer.");
  show(&Totals::movements, "luft_hub_movements_total", "Movements of windows.");
}

IntakeThread::~IntakeThread() {
  join();
}

void IntakeThread::start() {
  thread_ = std::thread{&IntakeThread::run, this};
}

void IntakeThread::join() {
  if (thread_.joinable()) thread_.join();
}

void IntakeThread::run() {
  pthread_setname_np(pthread_self(), "intake");
  std::unique_lock turn{turn_};
  wait_for_clock();
  while (true) {
    const std::size_t taken = sleep(turn);
    take_readings();
    look_around();
    if (taken == 0 && wiring_.readings.closed() && wiring_.readings.size() == 0) break;
  }
  take_urgent();
  intake_->finish(outcome_);
  hand_over(HandOver::the_last);
}

// Until readings come, or for a while; returns how many came.
std::size_t IntakeThread::sleep(std::unique_lock<std::mutex>& turn) {
  const auto timeout = wait();
  turn.unlock();
  const std::size_t taken = wiring_.readings.receive_all_for(readings_, timeout);
  turn.lock();
  return taken;
}

bool IntakeThread::take_at_once(const Message& message) {
  const std::unique_lock turn{turn_, std::try_to_lock};
  if (!turn || !wiring_.readings.is_idle() || wiring_.urgent.size() > 0) return false;
  intake_->take(message, admission(), outcome_);
  publish();
  // What is to be kept does not wait for the end of a long sleep.
  if (wiring_.clock.steady_now() - handed_over_at_ >= kGather) wiring_.readings.wake();
  return true;
}

// What is due.
void IntakeThread::look_around() {
  const Moment now = Moment::of(wiring_.clock);
  if (now.steady - ticked_ >= kTickEvery) {
    ticked_ = now.steady;
    check_clock(now);
    intake_->set_utc_offset(site_utc_offset());
    intake_->tick(now, outcome_);
    pause_.tick(intake_->registry(), now, outcome_.publications);
    watch_registry(now);
  }
  say_again();
  if (now.steady - handed_over_at_ >= kGather) hand_over(HandOver::what_fits);
  if (now.steady - shown_at_ < kShowEvery) return;
  intake_->count_stored();
  show(now);
}

void IntakeThread::wait_for_clock() {
  while (true) {
    check_clock(Moment::of(wiring_.clock));
    if (clock_trusted_) return wiring_.listen();
    wiring_.readings.receive_all_for(readings_, kTickEvery);  // nothing comes but the end
    if (wiring_.readings.closed()) return;
  }
}

// While it runs, a clock that goes far back is no reason to stop controlling windows; but what
// would be stored under a wrong time has to come again.
void IntakeThread::check_clock(Moment now) {
  const auto why = clock_check_.distrusts(now.wall);
  if (why && clock_trusted_) wiring_.log.error("the clock went back", {{"why", *why}});
  clock_trusted_ = !why;
  if (!why) clock_check_.note(now.wall);
  wiring_.health.report("clock", why ? runtime::HealthState::down : runtime::HealthState::ok,
                        why.value_or(""));
}

// What has gathered for the journal doesn't wait longer than it must.
std::chrono::nanoseconds IntakeThread::wait() const {
  if (outcome_.journal.empty()) return kLongestWait;
  const auto gathered = wiring_.clock.steady_now() - handed_over_at_;
  return std::clamp<std::chrono::nanoseconds>(kGather - gathered, kShortestWait, kLongestWait);
}

void IntakeThread::take_readings() {
  take_urgent();
  std::size_t since_urgent = 0;
  for (const Message& message : readings_) {
    intake_->take(message, admission(), outcome_);
    publish();
    if (++since_urgent == kBetweenUrgent) {
      since_urgent = 0;
      take_urgent();
    }
  }
}

void IntakeThread::take_urgent() {
  if (wiring_.urgent.try_receive_all(urgent_) == 0) return;
  for (Urgent& item : urgent_) {
    if (const auto* message = std::get_if<Message>(&item)) {
      intake_->take(*message, admission(), outcome_);
      publish();
    } else if (const auto* dropped = std::get_if<DroppedReadings>(&item)) {
      intake_->take(*dropped, Moment::of(wiring_.clock), outcome_);
    } else if (const auto* not_taken = std::get_if<NotTaken>(&item)) {
      intake_->take(*not_taken);
    } else if (const auto* stored = std::get_if<StoredReadings>(&item)) {
      intake_->take(*stored);
    } else if (auto* asked = std::get_if<AskedOrder>(&item)) {
      asked->answer.set_value(intake_->take(asked->order, Moment::of(wiring_.clock), outcome_));
      publish();
    } else if (const auto* wish = std::get_if<PersonsWish>(&item)) {
      intake_->take(*wish);
    } else if (auto* airing = std::get_if<AskedAiring>(&item)) {
      take(*airing);
    } else {
      intake_->on_connected();
    }
  }
}

void IntakeThread::take(AskedAiring& asked) {
  asked.answer.set_value(pause_.set(asked.airing, asked.by, intake_->registry(),
                                    Moment::of(wiring_.clock), outcome_.publications));
  publish();
}

// What is retained is said as soon as there is room; a request that nobody takes now is stale then.
void IntakeThread::publish() {
  for (Publication& each : outcome_.publications) {
    if (wiring_.publish(each) || each.retain == contract::Retain::no) continue;
    if (unsent_.size() < kMaxUnsent) unsent_.push_back(std::move(each));
  }
  outcome_.publications.clear();
}

void IntakeThread::say_again() {
  while (!unsent_.empty() && wiring_.publish(unsent_.front())) unsent_.pop_front();
  if (unsent_.empty()) intake_->say_desired(kSaidAtOnce, outcome_);
  publish();
}

void IntakeThread::watch_registry(Moment now) {
  const bool refuses = now.wall - intake_->registry().refused_at() < kRefusedLately;
  const auto row = refuses
                       ? registry_full_.trouble(
                             "it holds as many devices as it can: new ones are not taken in", now)
                       : registry_full_.no_trouble(now);
  if (!row) return;
  outcome_.journal.rows.add(*row);
  wiring_.log.warn("alarm", {{"name", row->event}, {"message", row->message}});
}

Admission IntakeThread::admission() const {
  const JournalBatch& waiting = outcome_.journal;
  const std::size_t bytes =
      waiting.rows.bytes() + waiting.receipts.size() * sizeof(waiting.receipts.front());
  const bool room = bytes < kMaxWaitingBytes;
  return room && clock_trusted_ && wiring_.journal_status.accepts_readings ? Admission::open
                                                                           : Admission::closed;
}

// Hands what has gathered to the journal. When its channel is full, more gathers.
void IntakeThread::hand_over(HandOver which) {
  const auto send = [&](JournalBatch batch) {
    auto sent = which == HandOver::the_last ? wiring_.journal.send_for(std::move(batch), kLastWait)
                                            : wiring_.journal.try_send(std::move(batch));
    if (!sent) refused_ = std::move(sent.error().item);
  };
  bound_rows();
  if (refused_) {
    send(*std::exchange(refused_, std::nullopt));
    if (refused_) return;
  }
  const Moment now = Moment::of(wiring_.clock);
  intake_->complete(now, outcome_);
  if (pause_.has_changes()) outcome_.journal.pause = pause_.take_kept();
  if (outcome_.journal.empty()) return;
  handed_over_at_ = now.steady;
  send(std::exchange(outcome_.journal, {}));
}

// What tells of things other than readings must not fill memory or disk: quarantine above all.
void IntakeThread::bound_rows() {
  constexpr std::array kMayGo{TableNumber::quarantine,       TableNumber::predictions,
                              TableNumber::window_actions,   TableNumber::device_events,
                              TableNumber::service_metrics,  TableNumber::wishes,
                              TableNumber::shadow_decisions, TableNumber::devices};
  Rows& rows = outcome_.journal.rows;
  if (wiring_.journal_status.full || rows.bytes() >= kMaxWaitingBytes) {
    rows_let_go_.add(rows.drop(kMayGo));
  }
}

void IntakeThread::show(Moment now) {
  const auto before = wiring_.board.newest();
  const Totals& totals = intake_->totals();
  for (const Shown& each : shown_) {
    each.counter->add(totals.*each.total - counted_.*each.total);
  }
  counted_ = totals;
  if (!intake_->registry().has_changes_to_show() && before->version > 0 &&
      before->totals.messages == totals.messages && before->pause == pause_.now()) {
    return;
  }
  shown_at_ = now.steady;
  auto next = next_snapshot(*before, intake_->registry());
  next->model = intake_->model();
  next->pause = pause_.now();
  if (not_kept(totals) != not_kept(before->totals)) next->last_loss = now.wall;
  next->totals = totals;
  next->control_p50_ms = milliseconds(intake_->control_latency().quantile(0.5));
  next->control_p99_ms = milliseconds(intake_->control_latency().quantile(0.99));
  wiring_.board.show(std::move(next));
}

}  // namespace luft::hub

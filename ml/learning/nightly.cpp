#include "ml/learning/nightly.h"

#include <ctime>
#include <thread>

#include "ml/learning/learn_from_people.h"
#include "runtime/channel.h"

namespace luft::ml {
namespace {

using namespace std::chrono_literals;

constexpr auto kHour = 3h;
constexpr auto kLookEvery = 1min;
constexpr auto kTryAgainAfter = 1h;

std::chrono::seconds local(std::time_t time) {
  std::tm broken_down{};
  ::localtime_r(&time, &broken_down);
  return std::chrono::seconds{time + broken_down.tm_gmtoff};
}

// What a night finds out about the model in force.
struct Numbers {
  explicit Numbers(runtime::Metrics& metrics)
      : choices(metrics.counter("luft_ml_choices_total",
                                "Positions that people chose by hand, as learned from at night")),
        within(metrics.counter("luft_ml_choices_within_total",
                               "Of them, within low..high of what the model would have said")),
        overrides_per_day(metrics.gauge("luft_ml_overrides_per_day",
                                        "Positions chosen by hand in all rooms, over the week "
                                        "before the last night")) {}

  runtime::Counter& choices;
  runtime::Counter& within;
  runtime::Gauge& overrides_per_day;
};

}  // namespace

bool is_due(std::chrono::seconds last, std::chrono::seconds now) {
  const auto nights = [](std::chrono::seconds time) {
    return std::chrono::floor<std::chrono::days>(time - kHour);
  };
  return nights(now) > nights(last);
}

class NightlyLearning::Impl {
 public:
  Impl(const runtime::Settings& settings, const runtime::Clock& clock, runtime::Metrics& metrics,
       const runtime::Log& log)
      : settings_(settings), clock_(clock), log_(log), numbers_(metrics) {}

  void start() {
    thread_ = std::thread([this] { wait_for_nights(); });
  }

  void stop() {
    stopping_.close();
    if (thread_.joinable()) thread_.join();
  }

 private:
  [[nodiscard]] std::chrono::milliseconds now() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        clock_.system_now().time_since_epoch());
  }
  [[nodiscard]] std::chrono::seconds local_now() const {
    return local(std::chrono::duration_cast<std::chrono::seconds>(now()).count());
  }

  void wait_for_nights() {
    auto last = local_now();
    while (!stopping_.wait_closed_for(kLookEvery)) {
      const auto present = local_now();
      if (!is_due(last, present)) continue;
      if (learn()) {
        last = present;
      } else if (stopping_.wait_closed_for(kTryAgainAfter)) {
        return;
      }
    }
  }

  // Whether the night is over: else once more later.
  bool learn() {
    const auto report = learn_from_people(settings_, static_cast<std::uint64_t>(now().count()));
    if (!report) {
      log_.warn("nothing learned from people yet tonight", {{"error", report.error()}});
      return false;
    }
    for (const auto& event : report->events) {
      log_.info("taste " + event.what, {{"device", event.device}, {"reason", event.reason}});
    }
    numbers_.choices.add(report->new_wishes);
    numbers_.within.add(report->within_interval);
    numbers_.overrides_per_day.set(report->overrides_per_day);
    if (report->rolled_back) log_.warn("went back a version", {{"to", *report->rolled_back}});
    log_.info("learned from people", {{"new_wishes", report->new_wishes},
                                      {"kept_wishes", report->kept_wishes},
                                      {"rooms_with_a_taste", report->tastes}});
    return true;
  }

  const runtime::Settings& settings_;
  const runtime::Clock& clock_;
  const runtime::Log& log_;
  Numbers numbers_;
  runtime::Channel<bool> stopping_{1};  // only ever closed
  std::thread thread_;
};

NightlyLearning::NightlyLearning(const runtime::Settings& settings, const runtime::Clock& clock,
                                 runtime::Metrics& metrics, const runtime::Log& log)
    : impl_(std::make_unique<Impl>(settings, clock, metrics, log)) {}
NightlyLearning::~NightlyLearning() {
  stop();
}
void NightlyLearning::start() {
  impl_->start();
}
void NightlyLearning::stop() {
  impl_->stop();
}

}  // namespace luft::ml

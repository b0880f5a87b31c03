#include "runtime/mqtt_loop.h"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <future>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/thread_slices.h"
#include "runtime/unique_fd.h"

namespace luft::runtime {
namespace {

constexpr std::chrono::seconds kSecond{1};
constexpr std::uint64_t kWakeUp = 0;  // epoll's data for the eventfd; ids start at 1

}  // namespace

class MqttLoop::Impl {
 public:
  Impl() {
    epoll_event event{.events = EPOLLIN, .data = {.u64 = kWakeUp}};
    [[maybe_unused]] const int rc =
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_up_.get(), &event);
    assert(epoll_.get() >= 0 && wake_up_.get() >= 0 && rc == 0);  // out of descriptors at start
  }

  void run() {
    std::unique_lock turn{turn_};
    thread_id_ = std::this_thread::get_id();
    next_second_ = std::chrono::steady_clock::now() + kSecond;
    while (true) {
      const bool last_round = stopping_.load();  // read first: tasks posted before still run
      run_posted();
      settle_marked();
      if (last_round) break;
      wait(turn);
      run_timers();
    }
    thread_id_ = std::thread::id{};
  }

  void start() {
    assert(!thread_.joinable());
    thread_id_ = std::thread::id{};
    thread_ = std::thread{[this] {
      pthread_setname_np(pthread_self(), "mqtt");
      ask_for_short_slices();  // what waits for a disk or a page lets messages pass
      run();
    }};
  }

  void stop() {
    assert(!on_loop_thread());
    stopping_ = true;
    wake_up();
    if (thread_.joinable()) thread_.join();
  }

  void post(Task task) {
    bool first = false;
    {
      const std::lock_guard lock{mutex_};
      first = posted_.empty();
      posted_.push_back(std::move(task));
    }
    if (first && !on_loop_thread()) wake_up();  // the loop does not sleep while any are posted
  }

  void run_or_post(Task task) {
    std::unique_lock turn{turn_, std::try_to_lock};
    if (!turn || !asleep_) return post(std::move(task));
    const std::thread::id owner = thread_id_.exchange(std::this_thread::get_id());
    task();
    settle_marked();
    thread_id_ = owner;
    const bool has_news = has_posted() || next_event() < wakes_at_;
    turn.unlock();
    if (has_news) wake_up();
  }

  TimerId call_at(SteadyTime when, Task task) {
    assert(on_loop_thread() || thread_id_.load() == std::thread::id{});
    const std::uint64_t id = ++last_timer_;
    timers_.emplace(std::pair{when, id}, std::move(task));
    timer_times_.emplace(id, when);
    return TimerId{id};
  }

  void cancel(TimerId timer) {
    const auto id = static_cast<std::uint64_t>(timer);
    const auto time = timer_times_.find(id);
    if (time == timer_times_.end()) return;
    timers_.erase({time->second, id});
    timer_times_.erase(time);
  }

  [[nodiscard]] bool on_loop_thread() const {
    return thread_id_.load() == std::this_thread::get_id();
  }

  DrivenId add(MqttDriven& driven) {
    driven_.emplace(++last_driven_, &driven);
    return DrivenId{last_driven_};
  }
  void remove(DrivenId id) { driven_.erase(static_cast<std::uint64_t>(id)); }

  void watch(DrivenId id, int fd, Watch what) const {
    epoll_event event{};
    event.events = EPOLLIN;
    if (what == Watch::read_and_write) event.events |= EPOLLOUT;
    event.data.u64 = static_cast<std::uint64_t>(id);
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event) == 0) return;
    [[maybe_unused]] const int rc = ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
    assert(rc == 0);
  }

  void mark(DrivenId id) { marked_.push_back(static_cast<std::uint64_t>(id)); }

 private:
  void wake_up() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_up_.get(), &one, sizeof one);
  }

  [[nodiscard]] bool has_posted() {
    const std::lock_guard lock{mutex_};
    return !posted_.empty();
  }

  void run_posted() {
    std::vector<Task> tasks;
    {
      const std::lock_guard lock{mutex_};
      tasks.swap(posted_);
    }
    for (const Task& task : tasks) task();
  }

  void settle_marked() {
    while (!marked_.empty()) {
      settling_.swap(marked_);
      for (const std::uint64_t id : settling_) {
        if (const auto found = driven_.find(id); found != driven_.end()) found->second->settle();
      }
      settling_.clear();
    }
  }

  // Sleeps until a socket, a posted task, a timer or the next second; serves the sockets.
  void wait(std::unique_lock<std::mutex>& turn) {
    std::array<epoll_event, 256> events{};
    const int timeout = timeout_ms();
    asleep_ = timeout > 0;
    if (asleep_) turn.unlock();
    const int count =
        ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout);
    const int error = errno;
    if (!turn) turn.lock();
    asleep_ = false;
    assert(count >= 0 || error == EINTR);
    for (int i = 0; i < count; ++i) {
      const std::uint64_t id = events[static_cast<std::size_t>(i)].data.u64;
      if (id == kWakeUp) {
        std::uint64_t ignored = 0;
        // It does not block. NOLINTNEXTLINE(clang-analyzer-unix.BlockInCriticalSection)
        [[maybe_unused]] const auto got = ::read(wake_up_.get(), &ignored, sizeof ignored);
      } else if (const auto found = driven_.find(id); found != driven_.end()) {
        found->second->on_socket_ready();
      }
    }
  }

  [[nodiscard]] SteadyTime next_event() const {
    if (timers_.empty()) return next_second_;
    return std::min(next_second_, timers_.begin()->first.first);
  }

  [[nodiscard]] int timeout_ms() {
    if (has_posted()) return 0;
    wakes_at_ = next_event();
    const auto wait =
        std::chrono::ceil<std::chrono::milliseconds>(wakes_at_ - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(wait.count(), 0, 1'000));
  }

  void run_timers() {
    const SteadyTime now = std::chrono::steady_clock::now();
    while (!timers_.empty() && timers_.begin()->first.first <= now) {
      auto timer = timers_.extract(timers_.begin());
      timer_times_.erase(timer.key().second);
      timer.mapped()();
    }
    if (now < next_second_) return;
    next_second_ = now + kSecond;
    std::vector<std::uint64_t> ids;  // a callback may remove any of them
    ids.reserve(driven_.size());
    for (const auto& [id, driven] : driven_) ids.push_back(id);
    for (const std::uint64_t id : ids) {
      if (const auto found = driven_.find(id); found != driven_.end()) found->second->on_second();
    }
  }

  UniqueFd epoll_{::epoll_create1(EPOLL_CLOEXEC)};
  UniqueFd wake_up_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::atomic<bool> stopping_ = false;
  std::atomic<std::thread::id> thread_id_;

  std::mutex mutex_;          // guards posted_
  std::vector<Task> posted_;  // another thread that makes it non-empty signals the eventfd

  std::mutex turn_;  // guards all below: held by the loop thread but while it sleeps
  bool asleep_ = false;
  SteadyTime wakes_at_;  // of this sleep, at the latest
  std::map<std::pair<SteadyTime, std::uint64_t>, Task> timers_;
  std::unordered_map<std::uint64_t, SteadyTime> timer_times_;
  std::unordered_map<std::uint64_t, MqttDriven*> driven_;
  std::vector<std::uint64_t> marked_;
  std::vector<std::uint64_t> settling_;
  std::uint64_t last_timer_ = 0;
  std::uint64_t last_driven_ = 0;
  SteadyTime next_second_;

  std::thread thread_;  // last: uses all above
};

MqttLoop::MqttLoop() : impl_{std::make_unique<Impl>()} {}
MqttLoop::~MqttLoop() {
  impl_->stop();
}
void MqttLoop::start() {
  impl_->start();
}
void MqttLoop::run() {
  impl_->run();
}
void MqttLoop::stop() {
  impl_->stop();
}
void MqttLoop::post(Task task) {
  impl_->post(std::move(task));
}
void MqttLoop::run_or_post(Task task) {
  impl_->run_or_post(std::move(task));
}
TimerId MqttLoop::call_at(SteadyTime when, Task task) {
  return impl_->call_at(when, std::move(task));
}
TimerId MqttLoop::call_after(std::chrono::nanoseconds delay, Task task) {
  return impl_->call_at(std::chrono::steady_clock::now() + delay, std::move(task));
}
void MqttLoop::cancel(TimerId timer) {
  impl_->cancel(timer);
}
bool MqttLoop::on_loop_thread() const {
  return impl_->on_loop_thread();
}
DrivenId MqttLoop::add(MqttDriven& driven) {
  return impl_->add(driven);
}
void MqttLoop::remove(DrivenId id) {
  impl_->remove(id);
}
void MqttLoop::watch(DrivenId id, int fd, Watch what) {
  impl_->watch(id, fd, what);
}
void MqttLoop::mark(DrivenId id) {
  impl_->mark(id);
}

void MqttLoop::post_and_wait(const Task& task) {
  assert(!on_loop_thread());
  // Shared: set_value() may still be at work in it when the waiting has ended.
  const auto done = std::make_shared<std::promise<void>>();
  const std::future<void> waiting = done->get_future();
  post([&task, done] {
    task();
    done->set_value();
  });
  waiting.wait();
}

std::uint64_t raise_open_file_limit(std::uint64_t count) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  if (limit.rlim_cur >= count) return limit.rlim_cur;
  const rlimit wanted{.rlim_cur = count, .rlim_max = std::max<rlim_t>(count, limit.rlim_max)};
  limit.rlim_cur = std::min<rlim_t>(count, limit.rlim_max);
  if (::setrlimit(RLIMIT_NOFILE, &wanted) != 0) ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace luft::runtime

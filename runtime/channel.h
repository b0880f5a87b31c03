// Where threads meet: a bounded queue of one element type from any number of senders to any
// number of receivers. What happens when it is full is said by the call: try_send hands the item
// back, send waits. Items of one sender arrive in the order it sent them.
//
// Every member may be called from any thread. close() belongs to whoever owns the senders: call
// it once they have stopped; receivers then drain what is left and get nullopt (or 0).
#pragma once

#include <algorithm>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace luft::runtime {

enum class RefusedBecause : std::uint8_t { full, closed };

// What try_send and send could not take, handed back.
template <typename T>
struct Refused {
  RefusedBecause why;
  T item;
};

template <typename T>
class Channel {
 public:
  // `capacity` > 0: how many items may wait.
  // `on_item`: called in the sender's thread after each item that was taken in, to wake a receiver
  // that waits elsewhere.
  explicit Channel(std::size_t capacity, std::function<void()> on_item = {})
      : capacity_{capacity}, on_item_{std::move(on_item)} {
    assert(capacity > 0);
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel() = default;

  // Never waits.
  [[nodiscard]] std::expected<void, Refused<T>> try_send(T item) {
    std::unique_lock lock{mutex_};
    if (closed_) return std::unexpected{Refused<T>{RefusedBecause::closed, std::move(item)}};
    if (is_full()) return std::unexpected{Refused<T>{RefusedBecause::full, std::move(item)}};
    put(std::move(item), lock);
    return {};
  }

  // Waits while the channel is full; refused only once it is closed.
  [[nodiscard]] std::expected<void, Refused<T>> send(T item) {
    std::unique_lock lock{mutex_};
    ++senders_waiting_;
    not_full_.wait(lock, [this] { return closed_ || !is_full(); });
    --senders_waiting_;
    if (closed_) return std::unexpected{Refused<T>{RefusedBecause::closed, std::move(item)}};
    put(std::move(item), lock);
    return {};
  }

  // As send(), but refused as full after `timeout` as well.
  template <typename Rep, typename Period>
  [[nodiscard]] std::expected<void, Refused<T>> send_for(
      T item, std::chrono::duration<Rep, Period> timeout) {
    std::unique_lock lock{mutex_};
    ++senders_waiting_;
    not_full_.wait_for(lock, timeout, [this] { return closed_ || !is_full(); });
    --senders_waiting_;
    if (closed_) return std::unexpected{Refused<T>{RefusedBecause::closed, std::move(item)}};
    if (is_full()) return std::unexpected{Refused<T>{RefusedBecause::full, std::move(item)}};
    put(std::move(item), lock);
    return {};
  }

  // Waits for an item; nullopt when the channel is closed and drained.
  [[nodiscard]] std::optional<T> receive() {
    std::unique_lock lock{mutex_};
    wait_for_item(lock);
    return take(lock);
  }

  // As receive(), but nullopt after `timeout` as well; closed() tells which.
  template <typename Rep, typename Period>
  [[nodiscard]] std::optional<T> receive_for(std::chrono::duration<Rep, Period> timeout) {
    std::unique_lock lock{mutex_};
    wait_for_item(lock, timeout);
    return take(lock);
  }

  // Replaces `into` by everything that waits, in order, under one lock; waits for at least one.
  // Returns how many; 0 when closed and drained. Hand in the same vector each time: its memory is
  // swapped with the channel's, so that nothing is allocated once both have grown.
  std::size_t receive_all(std::vector<T>& into) {
    std::unique_lock lock{mutex_};
    wait_for_item(lock);
    return take_all(into, lock);
  }

  // As receive_all(), but 0 after `timeout` as well; closed() tells which.
  template <typename Rep, typename Period>
  std::size_t receive_all_for(std::vector<T>& into, std::chrono::duration<Rep, Period> timeout) {
    std::unique_lock lock{mutex_};
    wait_for_item(lock, timeout);
    return take_all(into, lock);
  }

  // As receive_all(), but never waits: 0 when nothing is there. A wait of no time at all still
  // costs a turn of the kernel's clock.
  std::size_t try_receive_all(std::vector<T>& into) {
    std::unique_lock lock{mutex_};
    return take_all(into, lock);
  }

  // Takes nothing; whether the channel was closed before `timeout`. For a receiver that must pause.
  template <typename Rep, typename Period>
  [[nodiscard]] bool wait_closed_for(std::chrono::duration<Rep, Period> timeout) const {
    std::unique_lock lock{mutex_};
    return closes_.wait_for(lock, timeout, [this] { return closed_; });
  }

  // The receiver that waits with a timeout now, or will next, comes back at once: there is
  // something for it elsewhere.
  void wake() {
    {
      const std::lock_guard lock{mutex_};
      woken_ = true;
    }
    not_empty_.notify_one();
  }

  // From now on nothing is taken in; what waits can still be received. May be called again.
  void close() {
    {
      const std::lock_guard lock{mutex_};
      closed_ = true;
    }
    not_empty_.notify_all();
    not_full_.notify_all();
    closes_.notify_all();
  }

  [[nodiscard]] bool closed() const {
    const std::lock_guard lock{mutex_};
    return closed_;
  }
  // Whether a receiver waits and there is nothing for it. For the only sender, this stays so until
  // it sends; a receiver that wake() or its timeout has called back may go on meanwhile.
  [[nodiscard]] bool is_idle() const {
    const std::lock_guard lock{mutex_};
    return !closed_ && receivers_waiting_ > 0 && count() == 0;
  }
  // How many items wait right now: for metrics; it may have changed by the time it is read.
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock{mutex_};
    return count();
  }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

 private:
  [[nodiscard]] std::size_t count() const { return waiting_.size() - head_; }
  [[nodiscard]] bool is_full() const { return count() >= capacity_; }
  [[nodiscard]] bool has_item_or_is_closed() const { return closed_ || count() > 0; }

  void put(T&& item, std::unique_lock<std::mutex>& lock) {
    if (head_ >= capacity_) drop_taken();
    waiting_.push_back(std::move(item));
    const bool wake = receivers_waiting_ > 0;  // a wake-up costs more than all the rest
    lock.unlock();
    if (wake) not_empty_.notify_one();
    if (on_item_) on_item_();
  }

  void wait_for_item(std::unique_lock<std::mutex>& lock) {
    ++receivers_waiting_;
    not_empty_.wait(lock, [this] { return has_item_or_is_closed(); });
    --receivers_waiting_;
  }
  template <typename Rep, typename Period>
  void wait_for_item(std::unique_lock<std::mutex>& lock,
                     std::chrono::duration<Rep, Period> timeout) {
    ++receivers_waiting_;
    not_empty_.wait_for(lock, timeout, [this] { return has_item_or_is_closed() || woken_; });
    --receivers_waiting_;
    woken_ = false;
  }

  std::optional<T> take(std::unique_lock<std::mutex>& lock) {
    if (count() == 0) return std::nullopt;
    std::optional<T> item{std::move(waiting_[head_])};
    if (++head_ == waiting_.size()) drop_taken();
    wake_senders(lock);
    return item;
  }

  std::size_t take_all(std::vector<T>& into, std::unique_lock<std::mutex>& lock) {
    drop_taken();
    into.clear();
    into.swap(waiting_);
    if (!into.empty()) wake_senders(lock);
    return into.size();
  }

  // Forgets the front that single receives have moved from; amortised O(1) an item.
  void drop_taken() {
    if (head_ == 0) return;
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }

  void wake_senders(std::unique_lock<std::mutex>& lock) {
    const bool wake = senders_waiting_ > 0;
    lock.unlock();
    if (wake) not_full_.notify_all();
  }

  const std::size_t capacity_;
  const std::function<void()> on_item_;
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  mutable std::condition_variable closes_;
  std::vector<T> waiting_;  // items [head_, size) wait; those before were taken by receive()
  std::size_t head_ = 0;
  std::size_t receivers_waiting_ = 0;
  std::size_t senders_waiting_ = 0;
  bool closed_ = false;
  bool woken_ = false;  // by wake(), and no receiver with a timeout has come back since
};

}  // namespace luft::runtime

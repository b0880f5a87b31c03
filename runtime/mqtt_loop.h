// One thread that drives any number of MQTT clients, timers and posted tasks from one epoll.
// (libmosquitto's own loop uses pselect and aborts at file descriptor 1024.) A service has one
// loop with one client; a fleet of virtual devices has one loop with thousands.
//
// "Loop thread" below is the thread that start() made, or the one inside run(). Tasks, timers and
// client callbacks run there one after the other: none may block. While it sleeps, run_or_post()
// lends its part to another thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "runtime/clock.h"

namespace luft::runtime {

enum class TimerId : std::uint64_t {};

// What a loop drives: one socket that may come and go. All on the loop thread.
class MqttDriven {
 public:
  MqttDriven() = default;
  MqttDriven(const MqttDriven&) = delete;
  MqttDriven& operator=(const MqttDriven&) = delete;
  virtual ~MqttDriven() = default;

  virtual void on_socket_ready() = 0;  // readable, writable or broken
  virtual void on_second() = 0;        // about once a second
  virtual void settle() = 0;           // after mark(): write what waits, follow what changed
};
enum class DrivenId : std::uint64_t {};

class MqttLoop {
 public:
  using Task = std::function<void()>;

  MqttLoop();
  MqttLoop(const MqttLoop&) = delete;
  MqttLoop& operator=(const MqttLoop&) = delete;
  ~MqttLoop();  // stops

  void start();  // runs the loop on a thread of its own
  void run();    // runs the loop on the calling thread until stop()
  // Any thread but the loop's: ends after the tasks posted so far have run, and waits for the
  // thread of start(). Timers left are dropped. May be called again.
  void stop();

  // Any thread: runs `task` soon on the loop thread, in order of posting. Wake-ups are coalesced.
  // Tasks are not bounded: post what is rare, or bound it yourself (as MqttLink does).
  void post(Task task);
  // Any thread: where the loop sleeps, runs `task` and what it leads to here and now, as the loop
  // thread: it saves waking that, about 0.1 ms on an idle machine. Else as post(). Never waits.
  void run_or_post(Task task);
  // Any thread but the loop's: as post(), and waits until `task` has run. The loop must be running.
  void post_and_wait(const Task& task);

  // Loop thread (or before it runs): timers, accurate to about a millisecond.
  TimerId call_at(SteadyTime when, Task task);
  TimerId call_after(std::chrono::nanoseconds delay, Task task);
  void cancel(TimerId timer);  // no effect on one that has fired

  [[nodiscard]] bool on_loop_thread() const;

  // For MqttClient, on the loop thread (or before it runs). `driven` must be removed before it
  // goes, which is safe within any callback.
  DrivenId add(MqttDriven& driven);
  void remove(DrivenId id);
  enum class Watch : std::uint8_t { read, read_and_write };
  void watch(DrivenId id, int fd, Watch what);  // `fd` is forgotten when it is closed
  void mark(DrivenId id);                       // settle() before the loop sleeps again

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// What an MqttClient holds open: its connection, and the pair of sockets by which libmosquitto
// wakes itself.
inline constexpr std::uint64_t kFilesPerClient = 3;

// Lets this process hold `count` open files, as far as it may: root may raise the system's hard
// limit too. Returns the limit now in force.
std::uint64_t raise_open_file_limit(std::uint64_t count);

}  // namespace luft::runtime

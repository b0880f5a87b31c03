// Decides when each service is started, started again and stopped. Owns no process and no clock:
// it is told what happened and when, and says what to do.
//
// A service that dies is started again after a pause that doubles from kFirstPause to
// kLongestPause; one that lived for kSettled starts over at kFirstPause. Stopping goes in stages,
// lowest first: a stage is asked to end only when all of the stage before have ended, and what
// has not ended within its grace is killed.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace luft::cli {

using SteadyTime = std::chrono::steady_clock::time_point;

struct Supervised {
  std::string name;
  int stop_stage = 0;
  std::chrono::milliseconds grace{1000};  // from being asked to end until being killed
};

enum class Order { start, ask_to_end, kill };

struct Instruction {
  std::size_t service = 0;  // index into what the constructor was given
  Order order = Order::start;
};

class Supervision {
 public:
  static constexpr std::chrono::milliseconds kFirstPause{200};
  static constexpr std::chrono::milliseconds kLongestPause{30'000};
  static constexpr std::chrono::milliseconds kSettled{60'000};

  explicit Supervision(std::vector<Supervised> services);

  // What to do at `now`, each instruction given once.
  [[nodiscard]] std::vector<Instruction> step(SteadyTime now);

  // A started process ended. Returns the pause before it is started again; nothing when stopping.
  std::optional<std::chrono::milliseconds> ended(std::size_t service, SteadyTime now);

  void stop();
  [[nodiscard]] bool is_stopping() const { return stopping_; }
  [[nodiscard]] bool is_finished() const;  // stopping, and nothing runs any more
  [[nodiscard]] const Supervised& service(std::size_t i) const { return states_[i].plan; }
  [[nodiscard]] std::size_t size() const { return states_.size(); }

 private:
  struct State {
    Supervised plan;
    bool runs = false;
    bool was_killed = false;
    SteadyTime start_at{};
    SteadyTime started{};
    std::optional<SteadyTime> asked;
    std::chrono::milliseconds pause = kFirstPause;
  };

  void start_what_is_due(SteadyTime now, std::vector<Instruction>& out);
  void stop_what_is_next(SteadyTime now, std::vector<Instruction>& out);

  std::vector<State> states_;
  bool stopping_ = false;
};

}  // namespace luft::cli

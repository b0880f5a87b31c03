// A child process, ended when its owner is: for the supervisor of `luft up` and for tests.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace luft::runtime {

enum class ProcessGroup : std::uint8_t {
  same,  // Ctrl-C in the terminal reaches it too
  own,   // only we signal it
};

struct ProcessOptions {
  std::vector<std::string> command{};            // program (searched in PATH) and its arguments
  std::map<std::string, std::string> set_env{};  // added to ours, or replacing
  std::string output_file{};     // stdout and stderr are appended to it; empty: inherited
  std::string working_folder{};  // empty: ours
  ProcessGroup group = ProcessGroup::own;
};

struct ExitStatus {
  std::optional<int> code;    // when it ended by itself
  std::optional<int> signal;  // when a signal ended it
  [[nodiscard]] bool success() const { return code == 0; }
  [[nodiscard]] std::string text() const;  // "exit code 2", "signal 9 (Killed)"
};

// The kernel sends the child SIGTERM when the thread that started it ends (PR_SET_PDEATHSIG), so
// start processes from a thread that lives as long as they should. Signals blocked or ignored in
// us are set back to their defaults in the child, which inherits stdin, stdout and stderr only.
class Process {
 public:
  // The error names the program and what the system said.
  static std::expected<Process, std::string> start(const ProcessOptions& options);

  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();  // terminate() with 5 s

  [[nodiscard]] pid_t pid() const { return pid_; }  // stays the same after the end
  // A descriptor that polls readable once the process has ended (pidfd).
  [[nodiscard]] int fd() const { return pid_fd_; }

  [[nodiscard]] bool running();
  [[nodiscard]] std::optional<ExitStatus> wait_for(std::chrono::milliseconds timeout);
  ExitStatus wait();

  void signal(int number);  // no effect once it has ended
  // SIGTERM; SIGKILL when it is still there after `deadline`; waits for the end.
  ExitStatus terminate(std::chrono::milliseconds deadline);
  ExitStatus kill();  // SIGKILL, and waits

 private:
  Process(pid_t pid, int pid_fd) : pid_{pid}, pid_fd_{pid_fd} {}

  pid_t pid_ = -1;
  int pid_fd_ = -1;
  std::optional<ExitStatus> status_;
};

}  // namespace luft::runtime

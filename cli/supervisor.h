// Runs services as child processes: the processes, files and signals around Supervision.
//
// Use from one thread that lives as long as the services should: when it ends, the kernel ends
// them. One supervisor a data folder; claim() sees to that.
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/data_folder.h"
#include "cli/folder_lock.h"
#include "cli/services.h"
#include "cli/supervision.h"
#include "runtime/process.h"

namespace luft::cli {

class Supervisor {
 public:
  using Say = std::function<void(const std::string&)>;  // a line for the person who watches

  Supervisor(DataFolder folder, std::vector<Service> services, Say say);
  ~Supervisor();  // stop()
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  // Takes the data folder for this process. The error names the process that has it.
  std::expected<void, std::string> claim();

  // Starts what is due and notices what ended. Call it again and again, see wait(). The error: a
  // service refused to start at all (its settings are wrong, say), with the end of its log.
  std::expected<void, std::string> tick();

  // Waits until a service ends, `wake_fd` is readable or `timeout` is over.
  void wait(int wake_fd, std::chrono::milliseconds timeout);

  // Ends all services in order; returns when none runs, below five seconds from now.
  void stop();

  [[nodiscard]] int restarts() const { return restarts_; }

 private:
  void start(std::size_t i);
  void notice_ends();
  void bound_logs();

  DataFolder folder_;
  std::vector<Service> services_;
  Supervision supervision_;
  Say say_;
  std::vector<std::optional<runtime::Process>> processes_;
  std::optional<std::string> refusal_;
  SteadyTime logs_bounded_{};
  int restarts_ = 0;
  std::optional<FolderLock> lock_;
};

// The last `lines` lines of a text file.
std::string end_of(const std::filesystem::path& file, std::size_t lines);

}  // namespace luft::cli

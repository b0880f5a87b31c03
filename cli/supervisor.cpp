// The shell around Supervision: processes, pid files, log files.
#include "cli/supervisor.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <deque>
#include <fstream>
#include <iterator>

namespace luft::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

// What Program::start answers to settings that are wrong: starting again would not help.
constexpr int kSettingsAreWrong = 2;
constexpr std::uintmax_t kLongestLog = 20 << 20;
constexpr std::chrono::seconds kLogsLookedAtEvery{10};

std::vector<Supervised> plans(const std::vector<Service>& services) {
  std::vector<Supervised> out;
  out.reserve(services.size());
  for (const auto& service : services) out.push_back(service.plan);
  return out;
}

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

std::string end_of(const fs::path& file, std::size_t lines) {
  std::ifstream in(file);
  std::deque<std::string> last;
  for (std::string line; std::getline(in, line);) {
    last.push_back(line);
    if (last.size() > lines) last.pop_front();
  }
  std::string out;
  for (const auto& line : last) out += "  " + line + "\n";
  return out;
}

Supervisor::Supervisor(DataFolder folder, std::vector<Service> services, Say say)
    : folder_(std::move(folder)),
      services_(std::move(services)),
      supervision_(plans(services_)),
      say_(std::move(say)),
      processes_(services_.size()) {}

Supervisor::~Supervisor() {
  stop();
}

std::expected<void, std::string> Supervisor::claim() {
  lock_ = FolderLock::take(folder_);
  if (lock_) {
    remove_addresses(folder_);  // of one that could not do so itself
    return {};
  }
  const auto running = running_addresses(folder_);
  return std::unexpected(fmt::format(
      "another luft{} uses {}; end it, or choose another folder with LUFT_DATA",
      running ? fmt::format(" (process {}, {})", running->supervisor_pid, running->http) : "",
      folder_.root.string()));
}

std::expected<void, std::string> Supervisor::tick() {
  notice_ends();
  for (const auto& [i, order] : supervision_.step(now())) {
    if (order == Order::start) {
      start(i);
    } else if (processes_[i]) {
      processes_[i]->signal(order == Order::kill ? SIGKILL : SIGTERM);
    }
  }
  if (now() - logs_bounded_ > kLogsLookedAtEvery) bound_logs();
  if (refusal_) return std::unexpected(*refusal_);
  return {};
}

void Supervisor::start(std::size_t i) {
  const std::string& name = services_[i].plan.name;
  auto process = runtime::Process::start(services_[i].process);
  if (!process) {
    refusal_ = process.error();
    (void)supervision_.ended(i, now());
    return;
  }
  std::ofstream(folder_.pid_file(name)) << process->pid() << "\n";
  processes_[i] = std::move(*process);
}

void Supervisor::notice_ends() {
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    if (!processes_[i] || processes_[i]->running()) continue;
    const auto status = processes_[i]->wait();
    processes_[i].reset();
    const std::string& name = services_[i].plan.name;
    std::error_code gone;
    fs::remove(folder_.pid_file(name), gone);
    const auto pause = supervision_.ended(i, now());
    if (!pause) continue;
    if (status.code == kSettingsAreWrong) {
      refusal_ = fmt::format("{} refuses to start:\n{}", name, end_of(folder_.log_file(name), 10));
      continue;
    }
    ++restarts_;
    say_(fmt::format("{} ended ({}); starting it again in {:.1f} s, see {}", name, status.text(),
                     static_cast<double>(pause->count()) / 1000.0,
                     folder_.log_file(name).string()));
  }
}

void Supervisor::wait(int wake_fd, milliseconds timeout) {
  std::vector<pollfd> watched = {{.fd = wake_fd, .events = POLLIN, .revents = 0}};
  for (auto& process : processes_) {
    if (process) watched.push_back({.fd = process->fd(), .events = POLLIN, .revents = 0});
  }
  (void)poll(watched.data(), watched.size(), static_cast<int>(timeout.count()));
}

void Supervisor::stop() {
  supervision_.stop();
  while (!supervision_.is_finished()) {
    (void)tick();
    if (!supervision_.is_finished()) wait(-1, milliseconds(20));
  }
}

// A service's log is opened for appending, so cutting it to nothing is safe while it writes.
void Supervisor::bound_logs() {
  logs_bounded_ = now();
  for (const auto& service : services_) {
    const fs::path log = folder_.log_file(service.plan.name);
    std::error_code failed;
    if (fs::file_size(log, failed) <= kLongestLog || failed) continue;
    const fs::path before = log.string() + ".1";
    fs::copy_file(log, before, fs::copy_options::overwrite_existing, failed);
    fs::resize_file(log, 0, failed);
  }
}

}  // namespace luft::cli

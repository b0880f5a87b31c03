#include "runtime/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "runtime/unique_fd.h"

namespace luft::runtime {
namespace {

constexpr std::chrono::seconds kPatience{5};

std::string system_text(int error) {
  return std::generic_category().message(error);
}

// Everything the child needs after fork, made before it: there, only async-signal-safe calls.
struct Prepared {
  std::vector<std::string> environment;
  std::vector<char*> argv;
  std::vector<char*> envp;
  std::string program;  // with its folder
};

std::string find_in_path(const std::string& program) {
  if (program.find('/') != std::string::npos) return program;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody here changes the environment
  const char* const path = ::getenv("PATH");
  std::string_view rest = path == nullptr ? "/usr/bin:/bin" : path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    std::string candidate = fmt::format("{}/{}", rest.substr(0, end), program);
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  // Debian keeps daemons where the PATH of ordinary users does not look.
  for (const std::string_view folder : {"/usr/sbin", "/sbin", "/usr/local/sbin"}) {
    std::string candidate = fmt::format("{}/{}", folder, program);
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return program;
}

Prepared prepare(const ProcessOptions& options) {
  Prepared prepared;
  prepared.program = find_in_path(options.command.front());
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (!options.set_env.contains(std::string{text.substr(0, text.find('='))})) {
      prepared.environment.emplace_back(text);
    }
  }
  for (const auto& [name, value] : options.set_env) {
    prepared.environment.push_back(fmt::format("{}={}", name, value));
  }
  for (std::string& variable : prepared.environment) prepared.envp.push_back(variable.data());
  prepared.envp.push_back(nullptr);
  for (const std::string& argument : options.command) {
    prepared.argv.push_back(const_cast<char*>(argument.c_str()));  // execve does not change them
  }
  prepared.argv.push_back(nullptr);
  return prepared;
}

void restore_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGHUP}) ::signal(number, SIG_DFL);
  sigset_t none{};
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

// In the child. Reports errno through `report_fd` when the program could not be run.
[[noreturn]] void become(const Prepared& prepared, const ProcessOptions& options, pid_t parent,
                         int output_fd, int report_fd) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);  // the parent ended before prctl
  if (options.group == ProcessGroup::own) ::setpgid(0, 0);
  const bool in_place =
      options.working_folder.empty() || ::chdir(options.working_folder.c_str()) == 0;
  if (in_place && output_fd >= 0) {
    ::dup2(output_fd, STDOUT_FILENO);
    ::dup2(output_fd, STDERR_FILENO);
  }
  restore_signals();
  ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);  // whatever a library left open
  if (in_place) ::execve(prepared.program.c_str(), prepared.argv.data(), prepared.envp.data());
  const int error = errno;
  [[maybe_unused]] const auto written = ::write(report_fd, &error, sizeof error);
  ::_exit(127);
}

ExitStatus to_status(int wait_status) {
  if (WIFSIGNALED(wait_status)) return {.code = std::nullopt, .signal = WTERMSIG(wait_status)};
  return {.code = WEXITSTATUS(wait_status), .signal = std::nullopt};
}

}  // namespace

std::string ExitStatus::text() const {
  if (code) return fmt::format("exit code {}", *code);
  return fmt::format("signal {} ({})", *signal, ::sigdescr_np(*signal));
}

std::expected<Process, std::string> Process::start(const ProcessOptions& options) {
  assert(!options.command.empty());
  const Prepared prepared = prepare(options);
  UniqueFd output;
  if (!options.output_file.empty()) {
    output = UniqueFd{
        ::open(options.output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)};
    if (output.get() < 0) {
      return std::unexpected{
          fmt::format("cannot open {}: {}", options.output_file, system_text(errno))};
    }
  }
  std::array<int, 2> report{};
  if (::pipe2(report.data(), O_CLOEXEC) != 0) {
    return std::unexpected{
        fmt::format("cannot start {}: {}", prepared.program, system_text(errno))};
  }
  UniqueFd report_read{report[0]};
  UniqueFd report_write{report[1]};

  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) become(prepared, options, parent, output.get(), report_write.get());
  const int fork_error = errno;
  report_write = UniqueFd{};
  if (pid < 0) {
    return std::unexpected{
        fmt::format("cannot start {}: {}", prepared.program, system_text(fork_error))};
  }
  // Ends without a byte when execve succeeds, as it closes the pipe.
  int exec_error = 0;
  if (::read(report_read.get(), &exec_error, sizeof exec_error) > 0) {
    ::waitpid(pid, nullptr, 0);
    return std::unexpected{
        fmt::format("cannot start {}: {}", prepared.program, system_text(exec_error))};
  }
  const int pid_fd = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  assert(pid_fd >= 0);
  return Process{pid, pid_fd};
}

Process::Process(Process&& other) noexcept
    : pid_{std::exchange(other.pid_, -1)},
      pid_fd_{std::exchange(other.pid_fd_, -1)},
      status_{std::exchange(other.status_, std::nullopt)} {}

Process& Process::operator=(Process&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(pid_fd_, other.pid_fd_);
  std::swap(status_, other.status_);
  return *this;
}

Process::~Process() {
  if (pid_fd_ < 0) return;
  terminate(kPatience);
  ::close(pid_fd_);
}

bool Process::running() {
  return !wait_for(std::chrono::milliseconds{0});
}

std::optional<ExitStatus> Process::wait_for(std::chrono::milliseconds timeout) {
  const auto end = std::chrono::steady_clock::now() + timeout;
  while (!status_) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waiting{.fd = pid_fd_, .events = POLLIN, .revents = 0};
    const int ready =
        ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return std::nullopt;
    int wait_status = 0;
    [[maybe_unused]] const pid_t reaped = ::waitpid(pid_, &wait_status, 0);
    assert(reaped == pid_);
    status_ = to_status(wait_status);
  }
  return status_;
}

ExitStatus Process::wait() {
  while (true) {
    if (const auto status = wait_for(std::chrono::hours{1})) return *status;
  }
}

void Process::signal(int number) {
  if (!status_) ::syscall(SYS_pidfd_send_signal, pid_fd_, number, nullptr, 0);
}

ExitStatus Process::terminate(std::chrono::milliseconds deadline) {
  signal(SIGTERM);
  if (const auto status = wait_for(deadline)) return *status;
  return kill();
}

ExitStatus Process::kill() {
  signal(SIGKILL);
  return wait();
}

}  // namespace luft::runtime

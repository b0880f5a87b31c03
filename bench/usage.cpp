#include "bench/usage.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

namespace luft::bench {

namespace {

double ticks_to_s(double ticks) {
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

struct NamedCpu {
  std::string name;
  CpuTime cpu;
};

// proc(5): the name in parentheses is field 2 and may hold spaces; utime and stime are 14 and 15.
NamedCpu read_stat(const std::string& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  const auto open = line.find('(');
  const auto close = line.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return {};
  std::istringstream fields{line.substr(close + 1)};
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return {.name = line.substr(open + 1, close - open - 1),
          .cpu = {.user_s = ticks_to_s(user), .system_s = ticks_to_s(system)}};
}

// A row of /proc/PID/status in kB; 0 once the process is gone.
std::uint64_t status_bytes(pid_t process, std::string_view row) {
  std::ifstream in{fmt::format("/proc/{}/status", process)};
  for (std::string line; std::getline(in, line);) {
    std::uint64_t kib = 0;
    if (line.starts_with(row) && std::istringstream{line.substr(row.size())} >> kib) {
      return kib * 1024;
    }
  }
  return 0;
}

}  // namespace

CpuTime cpu_of(pid_t process) {
  return read_stat(fmt::format("/proc/{}/stat", process)).cpu;
}

std::map<std::string, CpuTime> cpu_of_threads(pid_t process) {
  std::map<std::string, CpuTime> threads;
  std::error_code gone;
  for (const auto& task :
       std::filesystem::directory_iterator(fmt::format("/proc/{}/task", process), gone)) {
    const auto [name, cpu] = read_stat(task.path() / "stat");
    threads[name].user_s += cpu.user_s;
    threads[name].system_s += cpu.system_s;
  }
  return threads;
}

double machine_busy_s() {
  std::ifstream in{"/proc/stat"};
  std::string cpu;
  double user = 0;
  double nice = 0;
  double system = 0;
  double idle = 0;
  double waiting = 0;
  double interrupts = 0;
  double soft_interrupts = 0;  // loopback's packets are handled there
  double stolen = 0;           // by the machine's other guests
  in >> cpu >> user >> nice >> system >> idle >> waiting >> interrupts >> soft_interrupts >> stolen;
  return ticks_to_s(user + nice + system + interrupts + soft_interrupts + stolen);
}

std::uint64_t resident_bytes_of(pid_t process) {
  return status_bytes(process, "VmRSS:");
}

std::uint64_t private_bytes_of(pid_t process) {
  return status_bytes(process, "RssAnon:");
}

}  // namespace luft::bench

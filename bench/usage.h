// What processes and the machine used, read from /proc.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>

namespace luft::bench {

struct CpuTime {
  double user_s = 0;
  double system_s = 0;
  [[nodiscard]] double total_s() const { return user_s + system_s; }
};
[[nodiscard]] CpuTime cpu_of(pid_t process);
// By the threads' names; threads of one name are added up.
[[nodiscard]] std::map<std::string, CpuTime> cpu_of_threads(pid_t process);

// Seconds that all cores together were busy since the machine started.
[[nodiscard]] double machine_busy_s();

// All its resident memory: what people see.
[[nodiscard]] std::uint64_t resident_bytes_of(pid_t process);
// Resident memory that is the process's own (not files it maps).
[[nodiscard]] std::uint64_t private_bytes_of(pid_t process);

}  // namespace luft::bench

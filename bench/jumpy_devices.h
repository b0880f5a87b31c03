// Devices that take turns, each with a temperature that jumps beyond its threshold each time, so
// that every reading of theirs asks the model for a decision: the probes of the latency benchmarks.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "bench/connected_client.h"
#include "contract/reading.h"

namespace luft::bench {

// Settings of a hub under these probes: each device is asked about again every other second.
extern const std::map<std::string, std::string> kProbedHub;

class JumpyDevices {
 public:
  static constexpr std::uint64_t kDevices = 100;

  // Introduces them: named `jumpy-<n>`, with the humidity that a request needs.
  explicit JumpyDevices(ConnectedClient& client);

  // Loop thread only. Probe number `n`, from 0 without a gap.
  void jump(std::uint64_t n);

  // Whose probe it was: what the request and the control that follow from it say as `as_of`.
  [[nodiscard]] static std::uint64_t probe_of(contract::ReadingRef as_of);

 private:
  ConnectedClient& client_;
};

}  // namespace luft::bench

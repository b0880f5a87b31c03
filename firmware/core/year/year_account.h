// What is counted in a simulated year, and what went wrong in it.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace luft::firmware::testing {

struct YearAccount {
  std::uint64_t taken = 0;
  std::uint64_t dropped_full = 0;
  std::set<std::pair<std::uint64_t, std::uint64_t>> in_ram_at_a_cut;  // boot, seq
  std::uint64_t power_cuts = 0;
  std::uint64_t orderly_restarts = 0;
  std::uint64_t movements = 0;
  std::uint64_t person_sets = 0;  // that reached the device
  std::uint64_t refused_for_a_hold = 0;
  std::uint64_t moved_after_a_hold = 0;
  std::uint64_t hours_without_sensors = 0;
  std::uint64_t broker_restarts = 0;
  std::uint64_t hub_restarts = 0;
  std::uint64_t boots_without_clock = 0;
  std::uint64_t came_after_counted_lost = 0;
  std::vector<std::string> wrongs;  // what must not happen, in words
};

}  // namespace luft::firmware::testing

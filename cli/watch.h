// `luft status --watch` as lines of text: rates, latencies, backlog, losses and health, from two
// looks at the hub. Pure.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "cli/hub_api.h"

namespace luft::cli {

struct Look {
  SystemView system;
  std::chrono::steady_clock::time_point at;
};

// None wider than `width` columns.
std::vector<std::string> watch_lines(const Look& before, const Look& now, std::size_t width);

}  // namespace luft::cli

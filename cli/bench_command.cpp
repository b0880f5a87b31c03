// `luft bench`: what is measured, by luft-bench.
#include "cli/commands.h"
#include "cli/programs.h"

namespace luft::cli {

int run_benchmarks(const BenchOptions& options) {
  std::vector<std::string> arguments = options.names;
  if (options.json) arguments.emplace_back("--json");
  return become("luft-bench", arguments);
}

}  // namespace luft::cli

// `luft verify`: is every reading accounted for?
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/hub_api.h"
#include "cli/running.h"

namespace luft::cli {
namespace {

void print_table(const BalanceView& balance) {
  constexpr const char* kRow = "{:<24} {:>10} {:>10} {:>10} {:>10} {:>12} {:>8} {:>6}\n";
  fmt::print(fmt::runtime(kRow), "device", "received", "stored", "journaled", "duplicate",
             "quarantined", "dropped", "lost");
  for (const auto& [id, n] : balance.devices) {
    fmt::print(fmt::runtime(kRow), id, n.received, n.stored, n.journaled, n.duplicate,
               n.quarantined, n.dropped, n.lost);
  }
  fmt::print("{}\n", balance.balanced
                         ? "Balanced: received = stored + journaled + duplicate + quarantined + "
                           "dropped, for every device."
                         : "NOT balanced.");
}

}  // namespace

int run_verify(const Settings& settings, const VerifyOptions& options) {
  const auto running = find_running(settings);
  if (!running) return fail(running.error());
  const auto answer = ask_hub(running->addresses.hub(), "/api/v1/verify", kBalancePatience);
  if (!answer) return fail(answer.error());
  const auto balance = parse_balance(*answer);
  if (!balance) return fail(balance.error());
  if (options.json) {
    fmt::print("{}\n", *answer);
  } else {
    print_table(*balance);
  }
  return balance->balanced ? 0 : 1;
}

}  // namespace luft::cli

// Lays out what changed between two looks.
#include "cli/watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/demo_table.h"

namespace luft::cli {
namespace {

// "1,234.5/s" since the look before; a hub that was restarted begins again at zero.
std::string rate(const Look& before, const Look& now, const char* total) {
  const double seconds = std::chrono::duration<double>(now.at - before.at).count();
  const auto grown = now.system.total(total) - before.system.total(total);
  if (seconds <= 0 || grown < 0) return "–";
  return fmt::format("{:.1f}/s", static_cast<double>(grown) / seconds);
}

// The sum so far, and how much of it is new: what should stay zero is seen when it does not.
std::string counted(const Look& before, const Look& now, const char* total) {
  const auto sum = now.system.total(total);
  const auto grown = sum - before.system.total(total);
  return grown > 0 ? fmt::format("{} (+{})", sum, grown) : fmt::format("{}", sum);
}

std::string health_of(const SystemView& system) {
  std::string out;
  for (const auto& part : system.parts) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", part.name, part.state);
    if (part.state != "ok" && !part.detail.empty()) out += fmt::format(" ({})", part.detail);
  }
  return out;
}

}  // namespace

std::vector<std::string> watch_lines(const Look& before, const Look& now, std::size_t width) {
  const SystemView& system = now.system;
  std::vector<std::string> lines = {
      fmt::format("{}   {}", system.ready ? "ready" : "NOT READY", health_of(system)),
      fmt::format("rates      messages {}  readings {}  requests {}  movements {}",
                  rate(before, now, "messages"), rate(before, now, "readings"),
                  rate(before, now, "requests"), rate(before, now, "movements")),
      fmt::format("latency    request to control: p50 {:.1f} ms, p99 {:.1f} ms",
                  system.control_p50_ms, system.control_p99_ms),
      fmt::format("backlog    {} readings not in the history yet, {:.1f} MB",
                  system.journaled_readings, static_cast<double>(system.journal_bytes) / 1e6),
      fmt::format("receipts   {} sent, {}", system.total("receipts"),
                  rate(before, now, "receipts")),
      fmt::format("losses     lost {}  dropped {}  quarantined {}  sent again {}  unanswered {}",
                  counted(before, now, "lost"), counted(before, now, "dropped"),
                  counted(before, now, "quarantined"), counted(before, now, "duplicate"),
                  counted(before, now, "unanswered")),
  };
  for (auto& line : lines) line = fitted(line, width);
  return lines;
}

}  // namespace luft::cli

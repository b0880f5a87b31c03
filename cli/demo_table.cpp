// Lays the table out.
#include "cli/demo_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace luft::cli {
namespace {

constexpr std::size_t kLeastWidth = 40;
constexpr int kBarColumns = 8;

std::string measured(const DeviceView& device, const char* metric, const char* unit) {
  const auto found = device.readings.find(metric);
  return found == device.readings.end() ? "–" : fmt::format("{:.1f} {}", found->second, unit);
}

std::string window(const DeviceView& device) {
  if (!device.position_pct) return "–";
  return fmt::format("{} {:>3.0f} %{}", bar(*device.position_pct), *device.position_pct,
                     device.is_moving ? "…" : " ");
}

// Pads by characters: fmt counts bytes for some of what we print.
std::string padded(std::string text, std::size_t columns) {
  const auto characters = static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
  if (characters < columns) text.append(columns - characters, ' ');
  return text;
}

std::string line(const std::vector<std::string>& cells, std::size_t width) {
  constexpr std::size_t kColumns[] = {14, 9, 8, 10, 16, 6};
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out += i < std::size(kColumns) ? padded(cells[i], kColumns[i]) + " " : cells[i];
  }
  while (out.ends_with(' ')) out.pop_back();
  return fitted(out, width);
}

}  // namespace

std::string bar(double position_pct) {
  const auto filled = std::clamp(std::lround(position_pct / 100.0 * kBarColumns), 0L,
                                 static_cast<long>(kBarColumns));
  std::string out;
  for (int i = 0; i < kBarColumns; ++i) out += i < filled ? "▓" : "░";
  return out;
}

std::string fitted(const std::string& text, std::size_t width) {
  std::size_t columns = 0;
  std::size_t last_start = 0;  // where the character at the last column begins
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] & 0xC0) == 0x80) continue;
    if (++columns == width) last_start = i;
    if (columns > width) return text.substr(0, last_start) + "…";
  }
  return text;
}

std::vector<std::string> demo_table(const std::vector<DeviceView>& devices, std::size_t width) {
  width = std::max(width, kLeastWidth);
  std::vector<std::string> lines = {
      line({"room", "inside", "humid", "sound", "window", "sure", "why"}, width)};
  for (const auto& device : devices) {
    const auto sure = device.confidence ? fmt::format("{:.0f} %", *device.confidence * 100) : "–";
    lines.push_back(
        line({device.room.empty() ? device.id : device.room, measured(device, "temperature", "°C"),
              measured(device, "humidity", "%"), measured(device, "sound_volume", "dB"),
              window(device), sure, device.reason.empty() ? device.cause : device.reason},
             width));
  }
  return lines;
}

}  // namespace luft::cli

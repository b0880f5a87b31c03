#include "ml/versions/history.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "runtime/file.h"
#include "runtime/shallow_json.h"
#include "runtime/whole_number.h"

namespace luft::ml {
namespace {

using nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kEvents{"used", "rolled_back", "kept_back"};

std::optional<VersionChange> read_line(std::string_view line) {
  const auto json = runtime::parse_shallow_json(line);
  if (!json.is_object()) return std::nullopt;
  try {
    const auto event = std::ranges::find(kEvents, json.at("event").get<std::string>());
    if (event == kEvents.end()) return std::nullopt;
    return VersionChange{.time_ms = runtime::whole_number<std::uint64_t>(json.at("time_ms")),
                         .event = static_cast<VersionEvent>(event - kEvents.begin()),
                         .version = json.at("version").get<std::string>(),
                         .reason = json.at("reason").get<std::string>()};
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

std::string write_line(const VersionChange& change) {
  return ordered_json{{"time_ms", change.time_ms},
                      {"event", kEvents[static_cast<std::size_t>(change.event)]},
                      {"version", change.version},
                      {"reason", change.reason}}
             .dump() +
         "\n";
}

}  // namespace

std::vector<VersionChange> read_history(const std::string& file) {
  std::vector<VersionChange> history;
  const auto text = runtime::read_file(file);
  if (!text) return history;
  for (std::string_view rest = *text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    if (auto change = read_line(rest.substr(0, end))) history.push_back(std::move(*change));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return history;
}

std::expected<void, std::string> append_history(const std::string& file,
                                                const VersionChange& change) {
  auto history = read_history(file);
  history.push_back(change);
  if (history.size() > kMostChanges) {
    history.erase(history.begin(), history.end() - static_cast<std::ptrdiff_t>(kMostChanges));
  }
  std::string text;
  for (const auto& each : history) text += write_line(each);
  return runtime::write_file_atomically(file, text);
}

std::optional<std::string> version_before(const std::vector<VersionChange>& history) {
  std::vector<std::string> used;
  for (const auto& change : history) {
    if (change.event == VersionEvent::used) used.push_back(change.version);
    if (change.event == VersionEvent::rolled_back && !used.empty()) used.pop_back();
  }
  if (used.size() < 2) return std::nullopt;
  return used[used.size() - 2];
}

}  // namespace luft::ml

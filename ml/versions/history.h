// What was put in force when and why: a line of JSON for each change, oldest first.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace luft::ml {

enum class VersionEvent : std::uint8_t {
  used,         // put in force
  rolled_back,  // the one before was put in force again
  kept_back,    // a candidate that did not become champion
};

struct VersionChange {
  std::uint64_t time_ms = 0;  // Unix time
  VersionEvent event = VersionEvent::used;
  std::string version;  // in force afterwards; of kept_back: the candidate
  std::string reason;
};

// The newest kMostChanges lines are kept. A line that cannot be read is passed over.
inline constexpr std::size_t kMostChanges = 1'000;

[[nodiscard]] std::vector<VersionChange> read_history(const std::string& file);
[[nodiscard]] std::expected<void, std::string> append_history(const std::string& file,
                                                              const VersionChange& change);

// The version to go back to: the one in force before the present one, rolled back ones taken out.
[[nodiscard]] std::optional<std::string> version_before(const std::vector<VersionChange>& history);

}  // namespace luft::ml

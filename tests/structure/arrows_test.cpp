// Dependencies between folders point one way, and each outside library is seen from one place.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/structure/source_tree.h"

namespace luft::tests {
namespace {

using Folders = std::vector<std::string_view>;

// Each folder and those that it may include from (docs/architecture.md draws this).
const std::map<std::string_view, Folders>& arrows() {
  static const std::map<std::string_view, Folders> kArrows = {
      {"contract", {}},
      {"sound", {}},
      {"rooms", {}},
      {"runtime", {"contract"}},
      {"store", {"contract", "runtime"}},
      {"hub", {"contract", "sound", "runtime", "store"}},
      {"ml", {"contract", "runtime", "rooms"}},
      {"cli", {"contract", "runtime"}},
      {"firmware/core", {"contract", "sound"}},
      {"firmware/host", {"contract", "sound", "firmware/core", "runtime", "rooms"}},
      {"firmware/esp32", {"contract", "sound", "firmware/core"}},
  };
  return kArrows;
}

std::string_view folder_of(std::string_view path) {
  for (const auto& [folder, reaches] : arrows()) {
    if (path.starts_with(folder) && path.substr(folder.size()).starts_with('/')) return folder;
  }
  return {};
}

bool may_include(std::string_view from, std::string_view to) {
  return from == to || std::ranges::find(arrows().at(from), to) != arrows().at(from).end();
}

// An outside header (by the start of its path) and where alone it may be included. The deciding
// folder stays free to be changed without the rest noticing.
struct Library {
  std::string_view header;
  Folders seen_by;  // path prefixes
};

const std::vector<Library>& libraries() {
  static const std::vector<Library> kLibraries = {
      {"torch/", {"ml/"}},
      {"cblas.h", {"ml/model/"}},
      {"ATen/", {"ml/"}},
      {"mosquitto.h", {"runtime/mqtt"}},
      {"chdb.h", {"store/"}},
      {"sqlite3.h", {"hub/"}},
      {"yaml-cpp/", {"runtime/"}},
      {"spdlog/", {"runtime/"}},
      {"prometheus/", {"runtime/"}},
      {"esp_", {"firmware/esp32/"}},
      {"freertos/", {"firmware/esp32/"}},
      {"driver/", {"firmware/esp32/"}},
      {"nvs", {"firmware/esp32/"}},
  };
  return kLibraries;
}

TEST(Arrows, PointOneWayBetweenFolders) {
  for (const auto& file : project_sources()) {
    const std::string_view from = folder_of(file.path);
    if (!file.is_cpp() || from.empty()) continue;
    for (const auto& line : file.lines) {
      const std::string_view to = folder_of(included_by(line));
      if (to.empty()) continue;
      EXPECT_TRUE(may_include(from, to))
          << file.path << ": " << from << " must not see " << to << " (" << line << ")";
    }
  }
}

TEST(Arrows, NameOnlyFoldersThatTheFrameKnows) {
  for (const auto& file : project_sources()) {
    if (!file.is_cpp() || !folder_of(file.path).empty()) continue;
    EXPECT_TRUE(file.is_below("tests") || file.is_below("bench"))
        << file.path << " is in a folder without a place in arrows()";
  }
}

TEST(Arrows, LetEachLibraryBeSeenFromItsOwnPlaceOnly) {
  for (const auto& file : project_sources()) {
    if (!file.is_cpp() || file.is_below("tests") || file.is_below("bench")) continue;
    for (const auto& line : file.lines) {
      const std::string_view header = included_by(line);
      for (const auto& library : libraries()) {
        if (header.empty() || !header.starts_with(library.header)) continue;
        const bool allowed = std::ranges::any_of(
            library.seen_by, [&](std::string_view place) { return file.path.starts_with(place); });
        EXPECT_TRUE(allowed) << file.path << " must not include " << header;
      }
    }
  }
}

// Shared by the HTTP handlers; only the .cpp files beside these headers include them.
constexpr std::array<std::string_view, 2> kHttpOnly = {"hub/api/routes.h", "hub/api/json_values.h"};

TEST(Arrows, KeepHeavyHeadersOutOfHeaders) {
  const Folders heavy = {"nlohmann/json.hpp", "httplib.h", "spdlog/", "yaml-cpp/", "torch/"};
  for (const auto& file : project_sources()) {
    if (!file.has_extension(".h")) continue;
    if (std::ranges::find(kHttpOnly, file.path) != kHttpOnly.end()) continue;
    for (const auto& line : file.lines) {
      for (const auto& header : heavy) {
        EXPECT_FALSE(included_by(line).starts_with(header))
            << file.path << " makes everyone who includes it compile " << header;
      }
    }
  }
}

// Tests may: they look at what is stored past the code that they test.
TEST(Arrows, LetOnlyTheStoreSpeakSqlAboutItsTables) {
  for (const auto& file : project_sources()) {
    if (!file.is_cpp() || file.is_below("store") || file.is_below("tests") ||
        file.is_below("bench") || file.path.ends_with("_test.cpp")) {
      continue;
    }
    for (const auto& line : file.lines) {
      const bool is_comment = line.find("//") < line.find('"');
      const bool asks = line.find("FROM luft.") != std::string::npos ||
                        line.find("INTO luft.") != std::string::npos;
      EXPECT_FALSE(asks && !is_comment) << file.path << ": " << line;
    }
  }
}

}  // namespace
}  // namespace luft::tests

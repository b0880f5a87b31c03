// The models of one installation: which there are, which is in force, and how that changes.
//
//   <data>/models/1.2.0/          a version that was trained or brought here
//   <data>/models/current         link to the one in force; none: the one that comes with Luft
//   <data>/models/shadow          link to one that decides without moving anything; none: none
//   <data>/models/history.ndjson  what was put in force when and why
//
// A link is turned in one step, so that whoever loads sees the old model or the new one. Programs
// that change something at the same time wait for each other.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "ml/versions/history.h"

namespace luft::ml {

inline constexpr std::string_view kShippedVersion = "default";  // the one that comes with Luft

// "1.2.0" or "1.2.0-rc.1": semver.org 2.0 without build metadata.
[[nodiscard]] bool is_semantic_version(std::string_view text);

class Versions {
 public:
  // `folder`: <data>/models, made when something is put there. `shipped`: the model that comes with
  // Luft.
  Versions(std::string folder, std::string shipped);

  // Of a version, or a folder named as it is. The error names what there is.
  [[nodiscard]] std::expected<std::string, std::string> folder_of(const std::string& version) const;

  [[nodiscard]] std::vector<std::string> names() const;  // kShippedVersion first, then by name
  // Whether there is a model of this number, here or the one that comes with Luft.
  [[nodiscard]] bool is_taken(const std::string& version) const;
  // The first number that is not, counted on from the shipped model's: "0.2.1".
  [[nodiscard]] std::string next_free() const;
  [[nodiscard]] std::string in_force() const;  // kShippedVersion where there is no link
  [[nodiscard]] std::string shadow() const;    // empty: none
  [[nodiscard]] std::vector<VersionChange> history() const;

  // Puts a version in force, once it is loaded and checked; a folder from elsewhere is copied here
  // first, under its own version. Returns the version. `time_ms`: now.
  [[nodiscard]] std::expected<std::string, std::string> use(const std::string& version,
                                                            const std::string& reason,
                                                            std::uint64_t time_ms);
  // As use(), if it is better than the one in force (champion.h). The error is also what is kept in
  // the history when it is not.
  [[nodiscard]] std::expected<std::string, std::string> use_if_better(const std::string& version,
                                                                      std::uint64_t time_ms);
  // Puts the one in force before in force again; returns it.
  [[nodiscard]] std::expected<std::string, std::string> roll_back(const std::string& reason,
                                                                  std::uint64_t time_ms);
  // Lets a version decide in the shadow of the one in force, once it is checked; empty: none does.
  [[nodiscard]] std::expected<void, std::string> set_shadow(const std::string& version);

  // Copies a version, checked, into a folder that is made or replaced.
  [[nodiscard]] std::expected<void, std::string> export_to(const std::string& version,
                                                           const std::string& target) const;

 private:
  [[nodiscard]] std::expected<std::string, std::string> bring_here(const std::string& folder) const;
  [[nodiscard]] std::expected<void, std::string> turn(const std::string& link,
                                                      const std::string& version) const;

  std::string folder_;
  std::string shipped_;
};

}  // namespace luft::ml

#include "ml/versions/description.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <nlohmann/json.hpp>
#include <ranges>

#include "contract/limits.h"
#include "ml/model/metadata.h"
#include "runtime/file.h"

namespace luft::ml {
namespace {

using nlohmann::ordered_json;
using Wish = contract::ModelCommand::Wish;

constexpr std::array<const char*, 3> kEventNames{"used", "rolled_back", "kept_back"};
constexpr const char* kWhoWished = "a person's wish, on the page";

ordered_json maybe_text(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

// By its metadata alone: weights are read when it is put in force.
ordered_json version_json(const Versions& versions, const std::string& name) {
  ordered_json json{{"name", name},
                    {"version", nullptr},
                    {"metrics", ordered_json::object()},
                    {"error", nullptr}};
  const auto folder = versions.folder_of(name);
  const auto text = runtime::read_file(folder.value_or(name) + "/model.json");
  if (!text) {
    json["error"] = text.error();
    return json;
  }
  if (const auto metadata = read_metadata(*text)) {
    json["version"] = metadata->model.version;
    json["metrics"] = metadata->model.metrics;
  } else {
    json["error"] = metadata.error();
  }
  return json;
}

ordered_json change_json(const VersionChange& change) {
  return {{"time_ms", change.time_ms},
          {"event", kEventNames[static_cast<std::size_t>(change.event)]},
          {"version", change.version},
          {"reason", change.reason}};
}

std::string text_of(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

template <class Result>
std::string error_of(const Result& result) {
  return result ? std::string() : result.error();
}

}  // namespace

CommandAnswer carry_out(const contract::ModelCommand& command, Versions& versions,
                        std::uint64_t time_ms) {
  const std::string version(command.version.view());
  CommandAnswer answer{.id = std::string(command.id.view()), .error = {}};
  switch (command.wish) {
    case Wish::use:
      // Only what is here already: the wire opens no folders.
      if (version != kShippedVersion && !is_semantic_version(version)) {
        answer.error = "no version is named \"" + version + "\"";
      } else {
        answer.error = error_of(versions.use(version, kWhoWished, time_ms));
      }
      break;
    case Wish::roll_back:
      answer.error = error_of(versions.roll_back(kWhoWished, time_ms));
      break;
    case Wish::shadow:
      if (!version.empty() && !is_semantic_version(version)) {
        answer.error = "\"" + version + "\" cannot decide in the shadow";
      } else {
        answer.error = error_of(versions.set_shadow(version));
      }
      break;
  }
  return answer;
}

std::string describe(const Versions& versions, const CommandAnswer& answer) {
  ordered_json json{{"in_force", versions.in_force()},
                    {"shadow", maybe_text(versions.shadow())},
                    {"versions", ordered_json::array()},
                    {"changes", ordered_json::array()},
                    {"answer", nullptr}};
  if (!answer.id.empty()) {
    json["answer"] = {{"id", answer.id}, {"error", maybe_text(answer.error)}};
  }
  std::size_t room = contract::kMaxVersionsBytes - text_of(json).size();
  const auto add_if_it_fits = [&](const char* list, ordered_json item) {
    const std::size_t bytes = text_of(item).size() + 1;
    if (bytes > room) return;
    room -= bytes;
    json[list].push_back(std::move(item));
  };
  for (const auto& name : versions.names()) {
    add_if_it_fits("versions", version_json(versions, name));
  }
  for (const auto& change : versions.history() | std::views::reverse) {
    add_if_it_fits("changes", change_json(change));
  }
  return text_of(json);
}

bool DescriptionWatch::has_changed(const Versions& versions) {
  std::string now = fmt::format("{} {} {} {}", fmt::join(versions.names(), " "),
                                versions.in_force(), versions.shadow(), versions.history().size());
  if (now == seen_) return false;
  seen_ = std::move(now);
  return true;
}

}  // namespace luft::ml

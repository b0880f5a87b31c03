#include "ml/learning/learn_from_people.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "ml/household.h"
#include "ml/learning/taste_file.h"
#include "ml/learning/taste_fit.h"
#include "ml/learning/wish_source.h"
#include "ml/model/place.h"
#include "ml/versions/gate.h"
#include "ml/versions/versions.h"
#include "runtime/file.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;

constexpr double kDaysOnProbation = 14;
constexpr std::size_t kLargestWishFile = std::size_t{64} << 20U;

std::expected<std::vector<Wish>, std::string> load_wishes(const std::string& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return std::vector<Wish>{};
  const auto text = runtime::read_file(file, kLargestWishFile);
  if (!text) return std::unexpected(text.error());
  return read_wishes(*text).wishes;
}

std::size_t within_interval(const std::vector<Wish>& wishes, const Champion& champion) {
  return static_cast<std::size_t>(std::ranges::count_if(wishes, [&](const Wish& wish) {
    return is_within_interval(wish, champion.household, champion.predictor);
  }));
}

double overrides_per_day(std::uint64_t now_ms, const std::vector<Wish>& wishes) {
  const auto week = overrides_before(now_ms, wishes);
  return week.days > 0 ? static_cast<double>(week.count) / std::max(week.days, 1.0) : 0;
}

// When the version in force was put there; none: it always was, or its predecessor is back.
std::optional<std::uint64_t> used_since(const Versions& versions) {
  auto history = versions.history();
  std::erase_if(history, [](const VersionChange& change) {
    return change.event == VersionEvent::kept_back;  // which changed nothing
  });
  if (history.empty() || history.back().event != VersionEvent::used) return std::nullopt;
  return history.back().time_ms;
}

// Goes back when people override the version in force clearly more often than the one before it.
std::optional<std::string> roll_back_if_overridden(Versions& versions,
                                                   const std::vector<Wish>& wishes,
                                                   std::uint64_t now_ms) {
  const auto since_ms = used_since(versions);
  if (!since_ms) return std::nullopt;
  const Overrides later = overrides_between(*since_ms, now_ms, wishes);
  const Overrides before = overrides_before(*since_ms, wishes);
  if (later.days > kDaysOnProbation || !is_clearly_more(later, before)) return std::nullopt;
  const auto reason =
      fmt::format("people override it more: {} times in {:.1f} days, {} in the {:.1f} days before",
                  later.count, later.days, before.count, before.days);
  const auto back = versions.roll_back(reason, now_ms);
  if (!back) return std::nullopt;  // there is none to go back to
  return *back + ": " + reason;
}

}  // namespace

std::vector<Wish> kept_wishes(std::vector<Wish> before, std::vector<Wish> fresh) {
  std::ranges::move(fresh, std::back_inserter(before));
  std::map<std::string, std::size_t> of_device;
  std::vector<Wish> kept;  // the newest first
  for (auto wish = before.rbegin(); wish != before.rend() && kept.size() < kMostWishes; ++wish) {
    if (++of_device[wish->device] <= kMostKeptOfADevice) kept.push_back(std::move(*wish));
  }
  std::ranges::reverse(kept);
  return kept;
}

std::expected<LearningReport, std::string> learn_from_people(const runtime::Settings& settings,
                                                             std::uint64_t now_ms) {
  const std::string wishes_file = wish_file(settings);
  auto before = load_wishes(wishes_file);
  if (!before) return std::unexpected(before.error());
  const auto fresh = fetch_wishes(settings, before->empty() ? "" : before->back().id);
  if (!fresh) return std::unexpected(fresh.error());
  const auto book = load_tastes(taste_file(settings));
  if (!book) return std::unexpected(book.error());
  const auto model = load_checked_model(model_in_force(settings));
  if (!model) return std::unexpected(model.error());

  const auto wishes = kept_wishes(std::move(*before), fresh->wishes);
  Predictor predictor(*model, settings.ml.threads);
  const Champion champion{
      .predictor = predictor, .version = model->version, .household = household_taste(settings)};
  const TasteBook learned = learn(*book, wishes, champion, now_ms);

  std::error_code error;
  fs::create_directories(models_folder(settings), error);
  if (const auto kept = runtime::write_file_atomically(wishes_file, write_wishes(wishes)); !kept) {
    return std::unexpected(kept.error());
  }
  const auto kept = runtime::write_file_atomically(taste_file(settings), write_tastes(learned));
  if (!kept) return std::unexpected(kept.error());

  LearningReport report{.new_wishes = fresh->wishes.size(),
                        .kept_wishes = wishes.size(),
                        .within_interval = within_interval(fresh->wishes, champion),
                        .overrides_per_day = overrides_per_day(now_ms, wishes),
                        .tastes = learned.tastes.size(),
                        .events = {},
                        .rolled_back = {}};
  std::ranges::copy_if(learned.events, std::back_inserter(report.events),
                       [now_ms](const LearningEvent& event) { return event.time_ms == now_ms; });
  Versions versions(models_folder(settings), default_model());
  report.rolled_back = roll_back_if_overridden(versions, wishes, now_ms);
  return report;
}

}  // namespace luft::ml

#include "ml/versions/champion.h"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace luft::ml {
namespace {

constexpr std::array<const char*, 2> kEquipments{"three_inputs", "with_outdoors"};

std::optional<double> metric(const Model& model, const std::string& name) {
  const auto found = model.metrics.find(name);
  return found == model.metrics.end() ? std::nullopt : std::optional(found->second);
}

struct Compared {
  double challenger;
  double champion;
};

// Both models' figure; empty: one of them has none.
std::optional<Compared> compare(const Model& challenger, const Model& champion,
                                const std::string& name) {
  const auto a = metric(challenger, name);
  const auto b = metric(champion, name);
  if (!a || !b) return std::nullopt;
  return Compared{*a, *b};
}

std::string told(const std::string& name, const Compared& compared) {
  return fmt::format("{} {:.3f} against {:.3f}", name, compared.challenger, compared.champion);
}

}  // namespace

Verdict judge_challenger(const Model& challenger, const Model& champion) {
  std::string gained;
  for (const std::string equipment : kEquipments) {
    const std::array names{equipment + "_cost_per_day", equipment + "_reliability_error",
                           equipment + "_coverage"};
    for (const auto& name : names) {
      if (!compare(challenger, champion, name)) return {false, name + " was not measured of both"};
    }
    const auto cost = *compare(challenger, champion, names[0]);
    const auto error = *compare(challenger, champion, names[1]);
    const auto coverage = *compare(challenger, champion, names[2]);
    if (!(cost.challenger <= cost.champion)) return {false, told(names[0], cost)};
    if (!(error.challenger <= error.champion + kLargestLoss)) return {false, told(names[1], error)};
    if (!(coverage.challenger >= coverage.champion - kLargestLoss)) {
      return {false, told(names[2], coverage)};
    }
    if (cost.challenger <= (1 - kLeastGain) * cost.champion) gained = told(names[0], cost);
  }
  if (gained.empty()) return {false, "no cost is clearly lower than the champion's"};
  return {true, gained};
}

}  // namespace luft::ml

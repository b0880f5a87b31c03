// The shape of the net, and its first weights.
#include <algorithm>
#include <cmath>

#include "ml/model/net.h"
#include "rooms/chance.h"

namespace luft::ml {
namespace {

struct LayerShape {
  const char* name;
  std::size_t outputs;
  std::size_t inputs;
};
// In the order of Layer.
constexpr std::array<LayerShape, kLayerCount> kLayers{{{"input_gates", kGateCount, kInputCount},
                                                       {"memory_gates", kGateCount, kMemoryCount},
                                                       {"deciding", kDecidingCount, kJoinedCount},
                                                       {"decided", kDecidedCount, kDecidingCount},
                                                       {"judging", kJudgingCount, kJoinedCount},
                                                       {"judged", kJudgedCount, kJudgingCount}}};
// The window begins ajar, not half open: sigmoid(-0.8)^2 = 0.1.
constexpr float kFirstChoice = -0.8F;

std::vector<std::int64_t> shape_of(std::initializer_list<std::size_t> sizes) {
  return {sizes.begin(), sizes.end()};
}

// The tensors of a net, zero: names and shapes in the order they are kept.
Weights empty_weights() {
  Weights weights;
  for (const auto& [name, outputs, inputs] : kLayers) {
    const std::string prefix = name;
    weights.push_back(
        {prefix + ".weight", shape_of({outputs, inputs}), std::vector<float>(outputs * inputs)});
    weights.push_back({prefix + ".bias", shape_of({outputs}), std::vector<float>(outputs)});
  }
  return weights;
}

}  // namespace

Weights initial_weights(std::uint64_t seed) {
  rooms::Chance chance(rooms::mix(seed ^ 0x6e6574ULL));
  Weights weights = empty_weights();
  for (std::size_t i = 0; i < weights.size(); i += 2) {
    const bool gates = i < 2 * static_cast<std::size_t>(Layer::deciding);
    const double gain = gates ? 1.0 : 2.0;  // of sigmoid and tanh, of rectified units
    const double deviation = std::sqrt(gain / static_cast<double>(weights[i].shape[1]));
    for (auto& value : weights[i].values) value = static_cast<float>(deviation * chance.normal());
  }
  auto& decided = weights[2 * static_cast<std::size_t>(Layer::decided)].values;
  for (auto& value : decided) value *= 0.1F;
  weights[2 * static_cast<std::size_t>(Layer::decided) + 1].values[0] = kFirstChoice;
  return weights;
}

std::expected<void, std::string> check_weights(const Weights& weights) {
  const Weights wanted = empty_weights();
  if (weights.size() != wanted.size()) {
    return std::unexpected("expected " + std::to_string(wanted.size()) + " tensors, found " +
                           std::to_string(weights.size()));
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [name, shape, values] = weights[i];
    if (name != wanted[i].name) {
      return std::unexpected("expected tensor '" + wanted[i].name + "', found '" + name + "'");
    }
    if (shape != wanted[i].shape || values.size() != wanted[i].values.size()) {
      return std::unexpected("tensor '" + name + "' has another shape than this net's");
    }
    const auto is_usual = [](float value) { return std::abs(value) <= kLargestWeight; };
    if (!std::ranges::all_of(values, is_usual)) {  // NaN is not
      return std::unexpected("tensor '" + name + "' holds a value that no training gives");
    }
  }
  return {};
}

}  // namespace luft::ml

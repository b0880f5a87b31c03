// The net against LibTorch's own operations, which know nothing of how inference lays out its
// weights.
#include "ml/model/net.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "rooms/chance.h"

namespace luft::ml {
namespace {

constexpr std::int64_t kRows = 7;
constexpr double kRounding = 1e-5;

torch::Tensor weight(const Weights& weights, std::string_view name) {
  for (const auto& tensor : weights) {
    if (tensor.name == name) {
      return torch::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape).clone();
    }
  }
  throw std::runtime_error{"no such tensor"};
}

torch::Tensor affine(const Weights& weights, const std::string& layer, const torch::Tensor& of) {
  return torch::linear(of, weight(weights, layer + ".weight"), weight(weights, layer + ".bias"));
}

template <std::size_t Width>
std::vector<std::array<float, Width>> any_rows(rooms::Chance& chance) {
  std::vector<std::array<float, Width>> rows(kRows);
  for (auto& row : rows) {
    for (auto& value : row) value = static_cast<float>(0.5 * chance.normal());
  }
  return rows;
}

template <typename Row>
torch::Tensor table(std::vector<Row>& rows) {
  return torch::from_blob(rows.data(), {kRows, sizeof(Row) / sizeof(float)}).clone();
}

TEST(Net, SaysWhatLibTorchsOwnOperationsSay) {
  const torch::NoGradGuard no_gradients;
  rooms::Chance chance(3);
  auto weights = initial_weights(5);
  for (auto& tensor : weights) {  // biases begin at zero, which would hide a wrong one
    for (auto& value : tensor.values) value += static_cast<float>(0.1 * chance.normal());
  }
  auto inputs = any_rows<kInputCount>(chance);
  auto memories = any_rows<kMemoryCount>(chance);
  memories[1] = memories[0];  // multiplied once

  const auto next =
      torch::gru_cell(table(inputs), table(memories), weight(weights, "input_gates.weight"),
                      weight(weights, "memory_gates.weight"), weight(weights, "input_gates.bias"),
                      weight(weights, "memory_gates.bias"));
  const auto joined = torch::cat({table(inputs), next}, 1);
  const auto decided = affine(weights, "decided", affine(weights, "deciding", joined).relu());
  const auto judged = affine(weights, "judged", affine(weights, "judging", joined).relu());

  std::vector<NetOutput> outputs(kRows);
  Net{weights}.infer(inputs, memories, outputs);
  EXPECT_TRUE(torch::allclose(table(memories), next, kRounding, kRounding));
  EXPECT_TRUE(
      torch::allclose(table(outputs), torch::cat({decided, judged}, 1), kRounding, kRounding));
}

}  // namespace
}  // namespace luft::ml

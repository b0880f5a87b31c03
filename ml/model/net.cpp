// Inference: OpenBLAS, which is under LibTorch too, multiplies on memory that is reused. Asked by
// way of LibTorch's operations, a decision after some idle milliseconds takes three times as long
// (docs/decisions/0013-multiplied-without-dispatch.md). The activations between are plain loops.
#include "ml/model/net.h"

#include <ATen/Parallel.h>
#include <cblas.h>
#include <torch/torch.h>

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "ml/model/activations.h"

namespace luft::ml {
namespace {

constexpr std::size_t kHiddenCount = kDecidingCount + kJudgingCount;

torch::Tensor tensor_of(const Tensor& tensor) {
  return torch::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape).clone();
}

// An affine layer, x W' + b; weights are kept transposed, in the order in which they are read.
class Affine {
 public:
  Affine(const torch::Tensor& weight, const torch::Tensor& bias)
      : transposed_(weight.t().contiguous()), bias_(bias.contiguous()) {}
  Affine(const Weights& weights, Layer layer)
      : Affine(tensor_of(weights[2 * static_cast<std::size_t>(layer)]),
               tensor_of(weights[2 * static_cast<std::size_t>(layer) + 1])) {}

  // `rows` rows of `from` to as many of `to`.
  void apply(const float* from, std::size_t rows, float* to) const {
    const auto inputs = static_cast<int>(transposed_.size(0));
    const auto outputs = static_cast<int>(transposed_.size(1));
    const auto* const bias = bias_.data_ptr<float>();
    for (std::size_t row = 0; row < rows; ++row) std::copy_n(bias, outputs, to + row * outputs);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, static_cast<int>(rows), outputs, inputs,
                1, from, inputs, transposed_.data_ptr<float>(), outputs, 1, to, outputs);
  }

 private:
  torch::Tensor transposed_;  // inputs x outputs
  torch::Tensor bias_;
};

Affine both_hidden(const Weights& weights) {
  const auto part = [&weights](Layer layer, std::size_t which) {
    return tensor_of(weights[2 * static_cast<std::size_t>(layer) + which]);
  };
  return {torch::cat({part(Layer::deciding, 0), part(Layer::judging, 0)}),
          torch::cat({part(Layer::deciding, 1), part(Layer::judging, 1)})};
}

// Both perceptrons' last layers in one: each reads its own hidden units only.
Affine both_heads(const Weights& weights) {
  const auto part = [&weights](Layer layer, std::size_t which) {
    return tensor_of(weights[2 * static_cast<std::size_t>(layer) + which]);
  };
  return {torch::block_diag({part(Layer::decided, 0), part(Layer::judged, 0)}),
          torch::cat({part(Layer::decided, 1), part(Layer::judged, 1)})};
}

}  // namespace

struct Net::Layers {
  explicit Layers(const Weights& weights)
      : input_gates(weights, Layer::input_gates),
        memory_gates(weights, Layer::memory_gates),
        perceptrons(both_hidden(weights)),
        heads(both_heads(weights)) {}

  Affine input_gates, memory_gates, perceptrons, heads;
  // Of one call, kept for their memory.
  std::vector<MemoryState> distinct;
  std::vector<std::size_t> distinct_of;  // by row
  std::vector<float> from_input, from_memory, joined, hidden;
};

Net::Net(const Weights& weights, std::size_t threads) {
  assert(check_weights(weights).has_value());
  const c10::InferenceMode no_gradients;
  at::set_num_threads(static_cast<int>(threads));
  // Which doesn't ask LibTorch: left alone, it wakes all cores for a batch, and they spend more
  // time waiting for each other than multiplying.
  openblas_set_num_threads(static_cast<int>(threads));
  layers_ = std::make_unique<Layers>(weights);
}

Net::Net(Net&&) noexcept = default;
Net& Net::operator=(Net&&) noexcept = default;
Net::~Net() = default;

std::size_t Net::threads_in_force() {
  return static_cast<std::size_t>(at::get_num_threads());
}

void Net::infer(std::span<const NetInput> inputs, std::span<MemoryState> memories,
                std::span<NetOutput> outputs) {
  assert(inputs.size() == outputs.size() && inputs.size() == memories.size());
  if (inputs.empty()) return;
  const std::size_t rows = inputs.size();
  auto& [input_gates, memory_gates, perceptrons, heads, distinct, distinct_of, from_input,
         from_memory, joined, hidden] = *layers_;
  from_input.resize(rows * kGateCount);
  input_gates.apply(inputs.data()->data(), rows, from_input.data());

  // A decision's ablated twins follow it and remember the same: multiplied once.
  distinct.clear();
  distinct_of.clear();
  for (const auto& memory : memories) {
    if (distinct.empty() || memory != distinct.back()) distinct.push_back(memory);
    distinct_of.push_back(distinct.size() - 1);
  }
  from_memory.resize(distinct.size() * kGateCount);
  memory_gates.apply(distinct.data()->data(), distinct.size(), from_memory.data());

  joined.resize(rows * kJoinedCount);
  for (std::size_t i = 0; i < rows; ++i) {
    go_on(Gates(from_input.data() + i * kGateCount, kGateCount),
          Gates(from_memory.data() + distinct_of[i] * kGateCount, kGateCount), memories[i]);
    float* const together = joined.data() + i * kJoinedCount;
    std::ranges::copy(inputs[i], together);
    std::ranges::copy(memories[i], together + kInputCount);
  }
  hidden.resize(rows * kHiddenCount);
  perceptrons.apply(joined.data(), rows, hidden.data());
  rectify(hidden);
  heads.apply(hidden.data(), rows, &outputs.data()->choice);
}

}  // namespace luft::ml

// Inference: LibTorch multiplies, on memory that is reused; the gates between are a plain loop, for
// an operation of Torch costs more than this many numbers do.
#include "ml/model/net.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/torch.h>

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "ml/model/gates.h"

namespace luft::ml {
namespace {

torch::Tensor tensor_of(const Tensor& tensor) {
  return torch::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape).clone();
}

// An affine layer; weights are kept transposed: x W' + b is then one addmm.
struct Affine {
  Affine(const torch::Tensor& weight, torch::Tensor offsets)
      : transposed(weight.t().contiguous()), bias(std::move(offsets)) {}
  Affine(const Weights& weights, Layer layer)
      : Affine(tensor_of(weights[2 * static_cast<std::size_t>(layer)]),
               tensor_of(weights[2 * static_cast<std::size_t>(layer) + 1])) {}

  torch::Tensor transposed;
  torch::Tensor bias;
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

// OpenBLAS multiplies for Torch in Debian, and doesn't ask it how many threads to use: left alone,
// it wakes all cores for a batch, and they spend more time waiting for each other than multiplying.
void limit_openblas(int threads) {
  using SetThreads = void (*)(int);
  const auto set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  if (set != nullptr) set(threads);  // null: another BLAS is installed
}

}  // namespace

struct Net::Layers {
  Affine input_gates, memory_gates, hidden, heads;
  // Of one call, kept for their memory.
  std::vector<MemoryState> distinct;
  std::vector<std::size_t> distinct_of;  // by row
  std::vector<float> joined;
};

Net::Net(const Weights& weights, std::size_t threads) {
  assert(check_weights(weights).has_value());
  const c10::InferenceMode no_gradients;
  at::set_num_threads(static_cast<int>(threads));
  limit_openblas(static_cast<int>(threads));
  layers_ = std::make_unique<Layers>(Layers{Affine(weights, Layer::input_gates),
                                            Affine(weights, Layer::memory_gates),
                                            both_hidden(weights),
                                            both_heads(weights),
                                            {},
                                            {},
                                            {}});
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
  const c10::InferenceMode no_gradients;
  const std::size_t rows = inputs.size();
  const auto table = [](const float* data, std::size_t height, std::size_t width) {
    return torch::from_blob(const_cast<float*>(data),
                            {static_cast<std::int64_t>(height), static_cast<std::int64_t>(width)});
  };
  const auto apply = [](const Affine& layer, const torch::Tensor& to) {
    return torch::addmm(layer.bias, to, layer.transposed);
  };
  const auto from_input =
      apply(layers_->input_gates, table(inputs.data()->data(), rows, kInputCount));

  // A decision's ablated twins follow it and remember the same: multiplied once.
  auto& distinct = layers_->distinct;
  auto& distinct_of = layers_->distinct_of;
  distinct.clear();
  distinct_of.clear();
  for (const auto& memory : memories) {
    if (distinct.empty() || memory != distinct.back()) distinct.push_back(memory);
    distinct_of.push_back(distinct.size() - 1);
  }
  const auto from_memory =
      apply(layers_->memory_gates, table(distinct.data()->data(), distinct.size(), kMemoryCount));

  layers_->joined.resize(inputs.size() * kJoinedCount);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    go_on(Gates(from_input.data_ptr<float>() + i * kGateCount, kGateCount),
          Gates(from_memory.data_ptr<float>() + distinct_of[i] * kGateCount, kGateCount),
          memories[i]);
    float* const joined = layers_->joined.data() + i * kJoinedCount;
    std::ranges::copy(inputs[i], joined);
    std::ranges::copy(memories[i], joined + kInputCount);
  }
  const auto hidden =
      apply(layers_->hidden, table(layers_->joined.data(), rows, kJoinedCount)).relu_();
  auto output = table(&outputs.data()->choice, rows, kOutputCount);
  torch::addmm_out(output, layers_->heads.bias, hidden, layers_->heads.transposed);
}

}  // namespace luft::ml

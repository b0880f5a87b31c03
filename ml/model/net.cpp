// Inference with LibTorch: three affine layers on memory that is reused.
#include "ml/model/net.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <cassert>

namespace luft::ml {
namespace {

torch::Tensor tensor_of(const Tensor& tensor) {
  return torch::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape).clone();
}

}  // namespace

struct Net::Layers {
  // Weights are kept transposed: x W' + b is then one addmm.
  torch::Tensor first_weight, first_bias, second_weight, second_bias, heads_weight, heads_bias;
};

Net::Net(const Weights& weights, std::size_t threads) {
  assert(check_weights(weights).has_value());
  const c10::InferenceMode no_gradients;
  at::set_num_threads(static_cast<int>(threads));
  const auto transposed = [](const Tensor& tensor) { return tensor_of(tensor).t().contiguous(); };
  layers_ = std::make_unique<Layers>(Layers{transposed(weights[0]), tensor_of(weights[1]),
                                            transposed(weights[2]), tensor_of(weights[3]),
                                            transposed(weights[4]), tensor_of(weights[5])});
}

Net::Net(Net&&) noexcept = default;
Net& Net::operator=(Net&&) noexcept = default;
Net::~Net() = default;

std::size_t Net::threads_in_force() {
  return static_cast<std::size_t>(at::get_num_threads());
}

void Net::infer(std::span<const NetInput> inputs, std::span<NetOutput> outputs) {
  assert(inputs.size() == outputs.size());
  if (inputs.empty()) return;
  const c10::InferenceMode no_gradients;
  const auto rows = static_cast<std::int64_t>(inputs.size());
  const auto input = torch::from_blob(const_cast<float*>(inputs.data()->data()),
                                      {rows, static_cast<std::int64_t>(kInputCount)});
  auto output = torch::from_blob(outputs.data()->choice.data(),
                                 {rows, static_cast<std::int64_t>(kOutputCount)});
  auto hidden = torch::addmm(layers_->first_bias, input, layers_->first_weight).relu_();
  hidden = torch::addmm(layers_->second_bias, hidden, layers_->second_weight).relu_();
  torch::addmm_out(output, layers_->heads_bias, hidden, layers_->heads_weight);
}

}  // namespace luft::ml

// Training with LibTorch: gradients, the three losses, AdamW.
#include "ml/model/net_training.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <cassert>
#include <cstring>
#include <vector>

namespace luft::ml {
namespace {

constexpr double kWeightDecay = 1e-4;
constexpr double kLargestRegret = 5;  // of one decision: the rest is as bad
constexpr double kLikelyShare = 0.3;
constexpr double kAcceptableShare = 0.5;
constexpr double kEntropyShare = 0.02;  // keeps `choice` from settling too early
constexpr double kLargestGradient = 1;

}  // namespace

struct NetTraining::Parts {
  Weights names;  // for names and shapes when handing weights out
  std::vector<torch::Tensor> parameters;
  std::unique_ptr<torch::optim::AdamW> optimizer;
};

NetTraining::NetTraining(const Weights& weights) : parts_(std::make_unique<Parts>()) {
  assert(check_weights(weights).has_value());
  at::set_num_threads(1);
  parts_->names = weights;
  for (auto& tensor : parts_->names) {
    parts_->parameters.push_back(
        torch::from_blob(tensor.values.data(), tensor.shape).clone().set_requires_grad(true));
  }
  parts_->optimizer = std::make_unique<torch::optim::AdamW>(
      parts_->parameters, torch::optim::AdamWOptions().weight_decay(kWeightDecay));
}

NetTraining::~NetTraining() = default;

double NetTraining::step(std::span<const NetInput> inputs, std::span<const Lesson> lessons,
                         double learning_rate) {
  assert(inputs.size() == lessons.size() && !inputs.empty());
  const auto rows = static_cast<std::int64_t>(inputs.size());
  const auto positions = static_cast<std::int64_t>(kPositionCount);
  const auto input = torch::from_blob(const_cast<float*>(inputs.data()->data()),
                                      {rows, static_cast<std::int64_t>(kInputCount)});
  auto regret = torch::empty({rows, positions});
  auto own_regret = torch::empty({rows, positions});
  auto best = torch::empty({rows}, torch::kLong);
  for (std::int64_t i = 0; i < rows; ++i) {
    const Lesson& lesson = lessons[static_cast<std::size_t>(i)];
    std::memcpy(regret.data_ptr<float>() + i * positions, lesson.regret.data(),
                sizeof(lesson.regret));
    std::memcpy(own_regret.data_ptr<float>() + i * positions, lesson.own_regret.data(),
                sizeof(lesson.own_regret));
    best.data_ptr<std::int64_t>()[i] = lesson.best;
  }

  const auto& p = parts_->parameters;
  auto hidden = torch::addmm(p[1], input, p[0].t()).relu();
  hidden = torch::addmm(p[3], hidden, p[2].t()).relu();
  const auto heads = torch::addmm(p[5], hidden, p[4].t()).split(positions, 1);

  const auto choice = torch::log_softmax(heads[0], 1);
  const auto probability = choice.exp();
  const auto expected = (probability * own_regret.clamp_max(kLargestRegret)).sum(1).mean();
  const auto entropy = -(probability * choice).sum(1).mean();
  const auto likely = torch::nn::functional::cross_entropy(heads[1], best);
  const auto acceptable = torch::binary_cross_entropy_with_logits(
      heads[2], (regret <= kNoticeableRegret).to(torch::kFloat));
  const auto loss =
      expected - kEntropyShare * entropy + kLikelyShare * likely + kAcceptableShare * acceptable;

  static_cast<torch::optim::AdamWOptions&>(parts_->optimizer->param_groups()[0].options())
      .lr(learning_rate);
  parts_->optimizer->zero_grad();
  loss.backward();
  torch::nn::utils::clip_grad_norm_(parts_->parameters, kLargestGradient);
  parts_->optimizer->step();
  return loss.item<double>();
}

Weights NetTraining::weights() const {
  Weights weights = parts_->names;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto values = parts_->parameters[i].detach().contiguous();
    std::memcpy(weights[i].values.data(), values.data_ptr<float>(),
                weights[i].values.size() * sizeof(float));
  }
  return weights;
}

}  // namespace luft::ml

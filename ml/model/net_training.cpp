// Training with LibTorch: gradients, losses, Adam.
#include "ml/model/net_training.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <cassert>
#include <cstring>
#include <vector>

namespace luft::ml {
namespace {

constexpr double kWeightDecay = 1e-4;
constexpr double kLargestGradient = 1;
constexpr double kDecisionsPerHour = 4;
constexpr double kWindow = double(kWindowDecisions);
constexpr double kSmallestOpening = 1e-3;  // keeps the slope of a square root finite
constexpr double kMotorWeight = rooms::ComfortWeights{}.motor;

std::int64_t count(std::size_t n) {
  return static_cast<std::int64_t>(n);
}

// All layers' weights and biases, in the order of the artifact.
std::vector<torch::Tensor> parameters_of(Weights& weights) {
  std::vector<torch::Tensor> parameters;
  for (auto& tensor : weights) {
    parameters.push_back(
        torch::from_blob(tensor.values.data(), tensor.shape).clone().set_requires_grad(true));
  }
  return parameters;
}

Weights weights_from(const Weights& names, const std::vector<torch::Tensor>& parameters) {
  Weights weights = names;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto values = parameters[i].detach().contiguous();
    std::memcpy(weights[i].values.data(), values.data_ptr<float>(),
                weights[i].values.size() * sizeof(float));
  }
  return weights;
}

// A table of rows that lie `stride_floats` apart in memory; it does not own them.
torch::Tensor view_of(const float* data, std::size_t rows, std::size_t columns,
                      std::size_t stride_floats) {
  return torch::from_blob(const_cast<float*>(data), {count(rows), count(columns)},
                          {count(stride_floats), 1});
}

torch::Tensor affine(const torch::Tensor& input, const std::vector<torch::Tensor>& p, Layer layer) {
  const std::size_t at = 2 * static_cast<std::size_t>(layer);
  return torch::addmm(p[at + 1], input, p[at].t());
}

void set_learning_rate(torch::optim::Optimizer& optimizer, double rate) {
  static_cast<torch::optim::AdamWOptions&>(optimizer.param_groups()[0].options()).lr(rate);
}

// How inputs change with what the sensors show, and with where the window stands.
struct InputSlopes {
  torch::Tensor seen;      // kSeenCount x kInputCount
  torch::Tensor standing;  // 2 x kInputCount: by opening, by its root
};

InputSlopes input_slopes(const Normalisation& normalisation) {
  InputSlopes slopes{torch::zeros({count(kSeenCount), count(kInputCount)}),
                     torch::zeros({2, count(kInputCount)})};
  const auto put = [&normalisation](torch::Tensor& table, std::int64_t row, Feature feature,
                                    double slope) {
    const auto i = static_cast<std::size_t>(feature);
    table[row][count(i)] = slope / normalisation.deviation[i];
  };
  put(slopes.seen, 0, Feature::temp_c, 1);
  put(slopes.seen, 0, Feature::temp_difference_k, 1);
  put(slopes.seen, 1, Feature::humidity_pct, 1);
  put(slopes.seen, 2, Feature::vapour_g_m3, 1);
  put(slopes.seen, 2, Feature::vapour_difference_g_m3, 1);
  put(slopes.seen, 3, Feature::volume_dba, 1);
  put(slopes.standing, 0, Feature::position_pct, 100);
  put(slopes.standing, 1, Feature::opening_root, 1);
  return slopes;
}

torch::Tensor truth_loss(const torch::Tensor& said, const torch::Tensor& truths) {
  using torch::indexing::Slice;
  const auto split = count(kProbabilityCount);
  const auto probabilities = torch::binary_cross_entropy_with_logits(
      said.index({Slice(), Slice(0, split)}), truths.index({Slice(), Slice(0, split)}));
  const auto quantities = torch::smooth_l1_loss(said.index({Slice(), Slice(split)}),
                                                truths.index({Slice(), Slice(split)}));
  return probabilities + quantities;
}

// The homes of a rehearsal as the net lives them: values come from the simulator, and their changes
// (tensors that are zero, but know what they depend on) are carried along beside them.
class Window {
 public:
  Window(Rehearsal& rehearsal, const std::vector<torch::Tensor>& parameters,
         const InputSlopes& slopes, torch::Tensor& memory)
      : rehearsal_(rehearsal),
        p_(parameters),
        slopes_(slopes),
        memory_(memory),
        homes_(rehearsal.homes()),
        looks_(homes_),
        responses_(homes_) {
    std::vector<float> kept(homes_);
    std::vector<float> openings(homes_);
    rehearsal_.begin(kWindowDecisions, kept, openings);
    memory_ = memory_ * view_of(kept.data(), homes_, 1, 1);
    opening_ = view_of(openings.data(), homes_, 1, 1).clone();
    state_change_ = torch::zeros({count(homes_), count(kStateCount)});
    seen_change_ = torch::zeros({count(homes_), count(kSeenCount)});
    standing_change_ = torch::zeros({count(homes_), 2});
    cost_ = torch::zeros({});
    truth_ = torch::zeros({});
  }

  void decide_and_live() {
    rehearsal_.look(looks_);
    const auto look = [this](const float* data, std::size_t columns) {
      return view_of(data, homes_, columns, sizeof(Look) / sizeof(float)).clone();
    };
    const auto input =
        look(looks_[0].input.data(), kInputCount) +
        (torch::mm(seen_change_, slopes_.seen) + torch::mm(standing_change_, slopes_.standing)) *
            look(looks_[0].present.data(), kInputCount);
    memory_ = torch::gru_cell(input, memory_, p_[0], p_[2], p_[1], p_[3]);
    const auto hidden = affine(torch::cat({input, memory_}, 1), p_, Layer::deciding).relu();
    const auto decided = affine(hidden, p_, Layer::decided);
    truth_ = truth_ + truth_loss(decided.narrow(1, 1, count(kTruthCount)),
                                 look(looks_[0].truths.data(), kTruthCount));
    const auto wanted = torch::sigmoid(decided.narrow(1, 0, 1)).square();
    move_to(torch::max(torch::min(wanted, look(&looks_[0].most, 1)), look(&looks_[0].least, 1)));
  }

  // The cost of an hour, with what the last state will go on to cost.
  [[nodiscard]] torch::Tensor cost() const {
    return (cost_ + cost_after_) * (kDecisionsPerHour / kWindow);
  }
  [[nodiscard]] double cost_per_day() const {
    return cost_.item<double>() * 24 * kDecisionsPerHour / kWindow;
  }
  [[nodiscard]] torch::Tensor truth() const { return truth_ / kWindow; }

 private:
  void move_to(const torch::Tensor& opening) {
    const auto plain = opening.detach().contiguous();
    rehearsal_.move({plain.data_ptr<float>(), homes_}, responses_);
    constexpr std::size_t kStride = sizeof(Response) / sizeof(float);
    const auto values = view_of(responses_[0].values.data(), homes_, kEffectCount, kStride).clone();
    const auto slopes =
        torch::from_blob(responses_[0].slopes.data(),
                         {count(homes_), count(kEffectCount), count(kVariableCount)},
                         {count(kStride), count(kVariableCount), 1})
            .clone();
    const auto opening_change = opening - plain;
    const auto variables = torch::cat({state_change_, opening_change}, 1).unsqueeze(2);
    const auto changes = torch::bmm(slopes, variables).squeeze(2);
    const auto effect = [&](Effect which) {
      const auto i = count(static_cast<std::size_t>(which));
      return (values.narrow(1, i, 1) + changes.narrow(1, i, 1)).mean();
    };
    cost_ = cost_ + effect(Effect::cost) + kMotorWeight * (opening - opening_).abs().mean();
    cost_after_ = effect(Effect::cost_after);
    state_change_ = changes.narrow(1, 0, count(kStateCount));
    seen_change_ = changes.narrow(1, count(kEffectCount - kSeenCount), count(kSeenCount));
    const auto root = (opening + kSmallestOpening).sqrt();
    standing_change_ = torch::cat({opening_change, root - root.detach()}, 1);
    opening_ = opening;
  }

  Rehearsal& rehearsal_;
  const std::vector<torch::Tensor>& p_;
  const InputSlopes& slopes_;
  torch::Tensor& memory_;
  std::size_t homes_;
  std::vector<Look> looks_;
  std::vector<Response> responses_;
  torch::Tensor opening_, state_change_, seen_change_, standing_change_;
  torch::Tensor cost_, cost_after_, truth_;
};

}  // namespace

struct PolicyTraining::Parts {
  Weights names;  // for names and shapes when handing weights out
  std::vector<torch::Tensor> parameters;
  std::unique_ptr<torch::optim::AdamW> optimizer;
  torch::Tensor memory;  // of each home, from window to window
};

PolicyTraining::PolicyTraining(const Weights& weights, std::size_t homes)
    : parts_(std::make_unique<Parts>()) {
  assert(check_weights(weights).has_value());
  at::set_num_threads(1);
  parts_->names = weights;
  parts_->parameters = parameters_of(parts_->names);
  const auto end = parts_->parameters.begin() + 2 * static_cast<std::ptrdiff_t>(Layer::judging);
  parts_->optimizer = std::make_unique<torch::optim::AdamW>(
      std::vector<torch::Tensor>(parts_->parameters.begin(), end),
      torch::optim::AdamWOptions().weight_decay(kWeightDecay));
  parts_->memory = torch::zeros({count(homes), count(kMemoryCount)});
}

PolicyTraining::~PolicyTraining() = default;

PolicyLosses PolicyTraining::step(Rehearsal& rehearsal, const Normalisation& normalisation,
                                  double learning_rate, double truth_share) {
  assert(parts_->memory.size(0) == count(rehearsal.homes()));
  const InputSlopes slopes = input_slopes(normalisation);
  parts_->memory = parts_->memory.detach();
  Window window(rehearsal, parts_->parameters, slopes, parts_->memory);
  for (std::size_t i = 0; i < kWindowDecisions; ++i) window.decide_and_live();
  const auto loss = window.cost() + truth_share * window.truth();
  set_learning_rate(*parts_->optimizer, learning_rate);
  parts_->optimizer->zero_grad();
  loss.backward();
  torch::nn::utils::clip_grad_norm_(parts_->optimizer->param_groups()[0].params(),
                                    kLargestGradient);
  parts_->optimizer->step();
  return {window.cost_per_day(), window.truth().item<double>()};
}

Weights PolicyTraining::weights() const {
  return weights_from(parts_->names, parts_->parameters);
}

struct JudgementTraining::Parts {
  Weights names;
  std::vector<torch::Tensor> parameters;
  std::unique_ptr<torch::optim::AdamW> optimizer;
};

JudgementTraining::JudgementTraining(const Weights& weights) : parts_(std::make_unique<Parts>()) {
  assert(check_weights(weights).has_value());
  at::set_num_threads(1);
  parts_->names = weights;
  parts_->parameters = parameters_of(parts_->names);
  const auto begin = parts_->parameters.begin() + 2 * static_cast<std::ptrdiff_t>(Layer::judging);
  parts_->optimizer = std::make_unique<torch::optim::AdamW>(
      std::vector<torch::Tensor>(begin, parts_->parameters.end()),
      torch::optim::AdamWOptions().weight_decay(kWeightDecay));
}

JudgementTraining::~JudgementTraining() = default;

double JudgementTraining::step(std::span<const Joined> inputs, std::span<const Lesson> lessons,
                               double learning_rate) {
  assert(inputs.size() == lessons.size() && !inputs.empty());
  const auto input = view_of(inputs[0].data(), inputs.size(), kJoinedCount, kJoinedCount);
  auto acceptable = torch::empty({count(inputs.size()), count(kPositionCount)});
  auto best = torch::empty({count(inputs.size())}, torch::kLong);
  for (std::size_t i = 0; i < lessons.size(); ++i) {
    for (std::size_t k = 0; k < kPositionCount; ++k) {
      acceptable.data_ptr<float>()[i * kPositionCount + k] =
          lessons[i].regret[k] <= kNoticeableRegret ? 1.0F : 0.0F;
    }
    best.data_ptr<std::int64_t>()[i] = lessons[i].best;
  }
  const auto hidden = affine(input, parts_->parameters, Layer::judging).relu();
  const auto heads = affine(hidden, parts_->parameters, Layer::judged).chunk(2, 1);
  const auto loss = torch::nn::functional::cross_entropy(heads[0], best) +
                    torch::binary_cross_entropy_with_logits(heads[1], acceptable);
  set_learning_rate(*parts_->optimizer, learning_rate);
  parts_->optimizer->zero_grad();
  loss.backward();
  parts_->optimizer->step();
  return loss.item<double>();
}

Weights JudgementTraining::weights() const {
  return weights_from(parts_->names, parts_->parameters);
}

}  // namespace luft::ml

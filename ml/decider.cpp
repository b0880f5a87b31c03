#include "ml/decider.h"

#include <algorithm>
#include <utility>

namespace luft::ml {
namespace {

constexpr double kDriftSpan = 1'000;  // decisions

}  // namespace

Decider::Decider(const Model& model, std::size_t threads, Taste taste, ServiceNumbers& numbers,
                 runtime::Log log)
    : household_(taste),
      numbers_(numbers),
      log_(std::move(log)),
      in_force_(std::make_unique<Deciding>(model, threads)) {}

void Decider::decide(std::span<const WaitingRequest> batch, std::int64_t now_ms,
                     const HandOut& hand_out, const HandOutShadow& hand_out_shadow) {
  if (batch.empty()) return;
  questions_.clear();
  for (const auto& waiting : batch) {
    questions_.push_back({.request = waiting.request,
                          .memory = nullptr,
                          .now_ms = now_ms,
                          .taste = taste_of(waiting.device.view())});
  }
  remember_with(in_force_->memories, batch);
  const auto controls = in_force_->predictor.control(questions_, in_force_->name);
  numbers_.batches.add();
  numbers_.batch_size.add(static_cast<double>(batch.size()));
  note_strangeness(batch.size());
  for (std::size_t i = 0; i < controls.size(); ++i) hand_out(batch[i], controls[i]);
  if (shadow_) decide_in_shadow(batch, controls, hand_out_shadow);
}

void Decider::note_strangeness(std::size_t decisions) {
  const auto [unfamiliar, deviations] = in_force_->predictor.strangeness();
  numbers_.unfamiliar.add(unfamiliar);
  const double before = numbers_.drift.value();
  const double share = before == 0 ? 1 : std::min(1.0, static_cast<double>(decisions) / kDriftSpan);
  numbers_.drift.set(before + share * (deviations - before));
}

// The household's, and what the room's people taught the model in force.
Taste Decider::taste_of(std::string_view device) const {
  if (tastes_.model != in_force_->version) return household_;
  const auto found = tastes_.tastes.find(device);
  return found == tastes_.tastes.end() ? household_ : household_ + found->second.taste;
}

void Decider::remember_with(Memories& memories, std::span<const WaitingRequest> batch) {
  again_.clear();
  again_.reserve(batch.size());  // questions point into it
  for (std::size_t i = 0; i < batch.size(); ++i) {
    Memory& memory = memories.of(batch[i].device);
    const auto before = std::span(questions_).first(i);
    const bool is_first = std::ranges::count(before, &memory, &Question::memory) == 0;
    questions_[i].memory = is_first ? &memory : &again_.emplace_back(memory);
  }
}

void Decider::decide_in_shadow(std::span<const WaitingRequest> batch,
                               std::span<const contract::WindowControl> controls,
                               const HandOutShadow& hand_out) {
  remember_with(shadow_->memories, batch);
  const auto decisions = shadow_->predictor.decide(questions_);
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const double in_force_pct = controls[i].position_pct;
    numbers_.shadowed.add();
    if (decisions[i].position_pct != in_force_pct) numbers_.shadow_differs.add();
    log_.info("in the shadow", {{"model", shadow_->name},
                                {"device", batch[i].device.view()},
                                {"position", decisions[i].position_pct},
                                {"confidence", decisions[i].confidence},
                                {"in_force", in_force_pct}});
    hand_out(batch[i], {.model = decltype(contract::ShadowDecision::model)::cut(shadow_->name),
                        .position_pct = decisions[i].position_pct,
                        .confidence = decisions[i].confidence,
                        .in_force_pct = in_force_pct,
                        .stood_pct = batch[i].request.position_pct,
                        .request_id = batch[i].request.request_id});
  }
}

std::string Decider::summary() const {
  return with_tastes(in_force_->summary,
                     tastes_.model == in_force_->version ? tastes_ : TasteBook{});
}

void Decider::take_over(NewModel next) {
  if (next.role == Role::shadow) {
    log_.info("shadow", {{"model", next.model ? next.model->name : "none"}});
    shadow_ = std::move(next.model);
    return;
  }
  log_.info("another model decides", {{"model", next.model->name}, {"before", in_force_->name}});
  in_force_ = std::move(next.model);
  numbers_.loaded.add();
}

void Decider::take_over(TasteBook book) {
  log_.info("tastes", {{"rooms", book.tastes.size()}, {"model", book.model}});
  tastes_ = std::move(book);
}

}  // namespace luft::ml

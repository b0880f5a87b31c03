// Decides what is asked, a batch at a time: with the model in force, as each room's people like
// it, remembering each room. A second model may decide in its shadow: its decisions are logged,
// counted and told beside the others, never as controls.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/control.h"
#include "contract/shadow_decision.h"
#include "ml/learning/taste_file.h"
#include "ml/memories.h"
#include "ml/model/model.h"
#include "ml/news.h"
#include "ml/predictor.h"
#include "ml/request_intake.h"
#include "ml/service_numbers.h"
#include "ml/taste.h"
#include "runtime/log.h"

namespace luft::ml {

// One thread at a time.
class Decider {
 public:
  // `taste` is the household's. `numbers` must outlive this.
  Decider(const Model& model, std::size_t threads, Taste taste, ServiceNumbers& numbers,
          runtime::Log log);

  // Called for each request, in order, as soon as the batch is decided.
  using HandOut = std::function<void(const WaitingRequest&, const contract::WindowControl&)>;
  // One inference for all of `batch`. A room that is asked about twice is remembered once.
  // Then, for each again, what the shadow would have done, where there is one.
  using HandOutShadow = std::function<void(const WaitingRequest&, const contract::ShadowDecision&)>;
  void decide(std::span<const WaitingRequest> batch, std::int64_t now_ms, const HandOut& hand_out,
              const HandOutShadow& hand_out_shadow);

  // From the next batch on.
  void take_over(NewModel next);
  void take_over(TasteBook book);

  // The model in force and the tastes that it decides by, as `ml/model` tells them.
  [[nodiscard]] std::string summary() const;
  // What it remembers.
  [[nodiscard]] Memories& memories() { return in_force_->memories; }

 private:
  [[nodiscard]] Taste taste_of(std::string_view device) const;
  void note_strangeness(std::size_t decisions);
  void remember_with(Memories& memories, std::span<const WaitingRequest> batch);
  void decide_in_shadow(std::span<const WaitingRequest> batch,
                        std::span<const contract::WindowControl> controls,
                        const HandOutShadow& hand_out);

  const Taste household_;
  ServiceNumbers& numbers_;
  runtime::Log log_;
  std::unique_ptr<Deciding> in_force_;
  std::unique_ptr<Deciding> shadow_;  // or empty
  TasteBook tastes_;
  // Of the last batch, kept from call to call for their memory.
  std::vector<Question> questions_;
  std::vector<Memory> again_;  // copies for rooms that are asked about again
};

}  // namespace luft::ml

// Many homes lived in side by side, quarter of an hour by quarter of an hour, for the training:
// each another building, street, family, taste, climate and set of sensors, and each at another
// hour. When the days of one are over, a new one takes its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "ml/features.h"
#include "ml/training/kit.h"
#include "ml/training/response.h"
#include "rooms/chance.h"

namespace luft::ml {

struct RehearsalOptions {
  std::uint64_t first_home = 0;  // homes are numbered from here on
  std::size_t homes = 96;        // at a time
  std::optional<std::size_t> without_climate{};
};

// What the policy sees of one home, and within which limits it may open.
struct Look {
  NetInput input{};
  NetInput present{};  // 1 where the input carries a feature that is there
  Truths truths{};
  float least = 0;  // openings, 0..1
  float most = 1;
};

class Rehearsal {
 public:
  // `normalisation` must outlive this.
  Rehearsal(const RehearsalOptions& options, const Normalisation& normalisation);

  [[nodiscard]] std::size_t homes() const { return slots_.size(); }

  // Makes sure that all homes have `decisions` to come. `kept`: 0 for a home that is new, else 1;
  // `openings`: where each window stands.
  void begin(std::size_t decisions, std::span<float> kept, std::span<float> openings);

  void look(std::span<Look> looks) const;

  // Moves each window to its opening (0..1), goes on, and tells how each home responded.
  void move(std::span<const float> openings, std::span<Response> responses);

 private:
  struct Slot {
    std::unique_ptr<Episode> episode;
    std::optional<Walk> walk;
    Kit kit;
  };
  void move_in(Slot& slot);

  RehearsalOptions options_;
  const Normalisation& normalisation_;
  rooms::Chance chance_;
  std::uint64_t next_home_;
  std::vector<std::vector<rooms::Weather>> years_;  // of each climate
  std::vector<Slot> slots_;
};

// A taste as households have it: most are as others.
[[nodiscard]] Taste random_taste(rooms::Chance& chance);

}  // namespace luft::ml

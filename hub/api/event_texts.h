// What event streams are told of a change, written once for all of them: open pages go from picture
// to picture together, so nearly all ask for the same step.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "hub/snapshot.h"

namespace luft::hub::api {

class EventTexts {
 public:
  using Text = std::shared_ptr<const std::string>;

  // The events that lead from one picture to a later one: each device that changed, and the models.
  // Empty when nothing did. Any thread.
  [[nodiscard]] Text between(const Snapshot& before, const Snapshot& after);

 private:
  struct Step {
    std::uint64_t before = 0;
    std::uint64_t after = 0;
    Text text;
  };
  static constexpr std::size_t kKept = 4;  // a stream that was held up takes a longer step

  std::mutex mutex_;  // guards all below
  std::array<Step, kKept> steps_{};
  std::size_t oldest_ = 0;
};

// "event: device\ndata: {…}\n\n"
[[nodiscard]] std::string event_text(std::string_view name, const std::string& json);

}  // namespace luft::hub::api

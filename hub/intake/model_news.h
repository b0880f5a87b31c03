// What the deciding service says of itself and its models, as the hub heard it last.
#pragma once

#include <optional>
#include <string>

#include "hub/moment.h"
#include "runtime/health.h"

namespace luft::hub {

struct ModelNews {
  std::optional<bool> online;  // empty: it never said
  SystemTime since;            // of `online`
  std::string in_force;        // `ml/model` as it came: a JSON object, or empty
  std::string versions;        // `ml/versions`, likewise
};

// The deciding service as a part like any other ("ml"); the hub is ready without it.
[[nodiscard]] inline runtime::HealthPart health_part(const ModelNews& model) {
  const bool works = model.online.value_or(false);
  return {.name = "ml",
          .state = works ? runtime::HealthState::ok : runtime::HealthState::down,
          .detail = works          ? ""
                    : model.online ? "it went away"
                                   : "it never said a word",
          .since = model.since};
}

}  // namespace luft::hub

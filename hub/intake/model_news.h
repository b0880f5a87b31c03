// What the deciding service says of itself and its models, as the hub heard it last.
#pragma once

#include <optional>
#include <string>

#include "hub/moment.h"

namespace luft::hub {

struct ModelNews {
  std::optional<bool> online;  // empty: it never said
  SystemTime since;            // of `online`
  std::string in_force;        // `ml/model` as it came: a JSON object, or empty
  std::string versions;        // `ml/versions`, likewise
};

}  // namespace luft::hub

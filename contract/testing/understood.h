// Whether what one part says on the wire is what the others understand.
#pragma once

#include <string_view>

#include "contract/topics.h"

namespace luft::contract::testing {

// `ml_model` and `ml_versions` are for people: anything is understood.
[[nodiscard]] bool is_understood(const Topic& topic, std::string_view payload);

}  // namespace luft::contract::testing

// What the household said that it cares for (`ml.preferences` in luft.yaml), as the model reads it.
#pragma once

#include "ml/taste.h"
#include "runtime/settings.h"

namespace luft::ml {

[[nodiscard]] Taste household_taste(const runtime::Settings& settings);

}  // namespace luft::ml

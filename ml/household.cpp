#include "ml/household.h"

namespace luft::ml {

Taste household_taste(const runtime::Settings& settings) {
  using rooms::Preference;
  switch (settings.ml.preferences) {
    case runtime::Preferences::quiet:
      return taste_of(Preference::quiet);
    case runtime::Preferences::fresh:
      return taste_of(Preference::fresh);
    case runtime::Preferences::warm:
      return taste_of(Preference::warm);
    case runtime::Preferences::balanced:
      break;
  }
  return {};
}

}  // namespace luft::ml

#include "hub/intake/firmware_build.h"

namespace luft::hub {

std::shared_ptr<const Build> Builds::share(std::string_view firmware, std::string_view chip) {
  for (const auto& known : newest_) {
    if (known && known->firmware == firmware && known->chip == chip) return known;
  }
  auto& place = newest_[next_];
  next_ = (next_ + 1) % kRemembered;
  place = std::make_shared<const Build>(
      Build{.firmware = std::string{firmware}, .chip = std::string{chip}});
  return place;
}

}  // namespace luft::hub

// What runs on a device, as it says; the many devices on which the same runs share it. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace luft::hub {

struct Build {
  std::string firmware;
  std::string chip;  // not kept on disk: it says so again with each start
};

class Builds {
 public:
  // Of so many, the newest, it remembers that they are there: more are not shared.
  static constexpr std::size_t kRemembered = 8;

  [[nodiscard]] std::shared_ptr<const Build> share(std::string_view firmware,
                                                   std::string_view chip);

 private:
  std::array<std::shared_ptr<const Build>, kRemembered> newest_;
  std::size_t next_ = 0;  // to be forgotten
};

}  // namespace luft::hub

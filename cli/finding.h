// One thing the doctor looked at: found or missing, which version, and how to mend it.
#pragma once

#include <string>

namespace luft::cli {

enum class Health {
  good,
  absent,  // not there, and not needed now
  bad,
};

struct Finding {
  std::string part;
  Health health = Health::good;
  std::string detail;  // version, path, address
  std::string fix;     // when it is bad
};

}  // namespace luft::cli

// What fuzzers hold the setup's form to: it is also what is kept, and reads back the same.
#pragma once

#include <array>
#include <cassert>
#include <string_view>

#include "firmware/core/setup/device_setup.h"

namespace luft::firmware::testing {

inline void round_trip(std::string_view form) {
  DeviceSetup setup;
  if (!read_setup(form, setup)) return;
  static std::array<char, kMaxSetupBytes> buffer;
  static std::array<char, kMaxSetupBytes> again_buffer;
  const auto text = write_setup(setup, buffer);
  assert(!text.empty());
  DeviceSetup again;
  [[maybe_unused]] const auto read = read_setup(text, again);
  assert(read);
  assert(write_setup(again, again_buffer) == text);
}

}  // namespace luft::firmware::testing

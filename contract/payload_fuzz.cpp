// The payloads whose names begin with LUFT_PAYLOADS. Whatever the bytes, no harm; what is
// understood reads back equal after it was written (rewrite() stops the program otherwise).
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/testing/payloads.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bool any = false;
  for (const auto& payload : luft::contract::testing::all_payloads()) {
    if (!payload.name.starts_with(LUFT_PAYLOADS)) continue;
    any = true;
    (void)payload.rewrite({reinterpret_cast<const char*>(data), size});
  }
  assert(any && "there are such payloads");
  return 0;
}

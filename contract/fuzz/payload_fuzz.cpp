// One fuzzer per payload: LUFT_PAYLOAD names it. Whatever the bytes, no harm; what is understood
// reads back equal after it was written (rewrite() stops the program otherwise).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/testing/payloads.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto& payload = luft::contract::testing::payload_named(LUFT_PAYLOAD);
  (void)payload.rewrite({reinterpret_cast<const char*>(data), size});
  return 0;
}

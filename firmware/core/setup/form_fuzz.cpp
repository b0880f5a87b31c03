// Whatever a phone sends as the setup page's form, or asks as a name: what is read as a setup is
// written and read back the same, and an answer stays within its room. The page as a whole, which
// takes some three times as long, is setup_fuzz.cpp's.
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "firmware/core/setup/captive_dns.h"
#include "firmware/core/setup/form_round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::firmware;
  testing::round_trip({reinterpret_cast<const char*>(data), size});
  std::array<std::uint8_t, kMaxDnsBytes> answer{};
  [[maybe_unused]] const std::size_t length = answer_dns({data, size}, {192, 168, 4, 1}, answer);
  assert(length <= answer.size());
  return 0;
}

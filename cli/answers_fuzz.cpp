// What the command line reads from others: the hub's answers (perhaps of another version, or of
// something else on its port), the address file, the devices' report. An error says what is wrong,
// and addresses read back equal.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/addresses.h"
#include "cli/demo_summary.h"
#include "cli/hub_api.h"

namespace {

template <class Result>
void says_why(const Result& result) {
  assert(result || !result.error().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::cli;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  says_why(parse_devices(text));
  says_why(parse_system(text));
  says_why(parse_balance(text));
  says_why(parse_windows_told(text));
  says_why(parse_fleet_report(text));
  const auto addresses = parse_addresses(text);
  says_why(addresses);
  if (addresses) {
    const auto again = parse_addresses(to_json(*addresses));
    assert(again && to_json(*again) == to_json(*addresses));
  }
  return 0;
}

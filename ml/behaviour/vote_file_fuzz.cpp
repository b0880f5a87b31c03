// Survey files by anybody: refused with a line, or rows whose city is known and whose quantities
// are numbers within what can be, or missing.
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ml/behaviour/vote_file.h"
#include "ml/behaviour/window_inputs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::ml;
  Votes votes;
  const auto read = read_votes({reinterpret_cast<const char*>(data), size}, "votes", votes);
  assert(read || read.error().starts_with("votes:"));
  for (const auto& vote : votes.rows) {
    assert(vote.city < votes.cities.size());
    for (const double value : vote.measured) {
      assert(std::isnan(value) || (value >= -60 && value <= 100));
    }
    for (const double term : window_terms(vote.measured)) assert(std::isfinite(term));
  }
  return 0;
}

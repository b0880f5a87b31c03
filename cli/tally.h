// Counts test cases from what the test runners wrote: GoogleTest's JSON, Vitest's JSON, and ctest
// for what is neither.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace luft::cli {

struct Tally {
  int passed = 0;
  std::vector<std::string> failed;   // names
  std::vector<std::string> skipped;  // names, with the reason where the runner says it

  void add(const Tally& other);
};

// From --gtest_output=json. The error: it is no such thing, as when a test program crashed.
std::expected<Tally, std::string> tally_of_gtest(std::string_view json);

// From vitest's --reporter=json (the same as Jest's).
std::expected<Tally, std::string> tally_of_vitest(std::string_view json);

// "12 passed, 0 failed", and ", 3 skipped" when there are any.
std::string closing_line(const Tally& tally);

}  // namespace luft::cli

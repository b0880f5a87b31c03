// Tastes by anybody: refused, or numbers that a decision can lean by. The hash is no protection
// from whoever writes one that fits, so the body is tried under its own hash as well.
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ml/learning/taste_file.h"
#include "ml/model/sha256.h"

namespace {

void check(std::string_view text) {
  const auto book = luft::ml::read_tastes(text);
  if (!book) {
    assert(!book.error().empty());
    return;
  }
  for (const auto& [device, learned] : book->tastes) {
    assert(!device.empty());
    for (const double number : luft::ml::numbers_of(learned.taste)) {
      assert(std::abs(number) <= 20);
    }
  }
  assert(luft::ml::read_tastes(luft::ml::write_tastes(*book)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(text);
  check(R"({"sha256":")" + luft::ml::sha256_hex(text) + R"(","body":)" + std::string(text) + "}");
  return 0;
}

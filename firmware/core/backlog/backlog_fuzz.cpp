// Whatever lies in the outbox partition: it is read, what comes out keeps to the format's ranges,
// and it goes on working. Input: the beginning of each of four sectors, in turn.
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "firmware/core/backlog/backlog.h"
#include "firmware/core/backlog/fake_flash.h"

namespace luft::firmware {
namespace {

constexpr std::size_t kSectors = 4;

void use(testing::FakeFlash& flash) {
  Backlog backlog(flash);
  assert(backlog.size() <= kSectors * SectorRing::kSlotsPerSector);
  assert(backlog.oldest().has_value() == (backlog.size() > 0));
  for (int i = 0; i < 3 && backlog.size() > 0; ++i) {
    Backlog::Front front = backlog.front();
    while (const auto entry = front.next()) {
      assert(static_cast<std::size_t>(entry->metric) < contract::kMetricCount);
    }
    backlog.release(*backlog.oldest());
    backlog.drop_oldest();
  }
  HeldReading reading;
  reading.ref = {.boot = 9, .seq = 1};
  reading.value = 20;
  const std::size_t before = backlog.size();
  const bool added = backlog.add(reading);
  assert(added);
  assert(backlog.size() >= 1 && backlog.size() <= before + 1);
}

}  // namespace
}  // namespace luft::firmware

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using luft::firmware::Flash;
  static luft::firmware::testing::FakeFlash flash(luft::firmware::kSectors);
  std::ranges::fill(flash.bytes, std::uint8_t{0xFF});
  const std::size_t share = size / luft::firmware::kSectors;
  for (std::size_t sector = 0; sector < luft::firmware::kSectors; ++sector) {
    const auto begin = static_cast<std::ptrdiff_t>(sector * Flash::kSectorBytes);
    std::copy_n(data + sector * share, std::min(share, Flash::kSectorBytes),
                flash.bytes.begin() + begin);
  }
  luft::firmware::use(flash);
  return 0;
}

// A blob of the journal, torn or rotted: it is refused and changes nothing, or what it holds is
// written back the same. Each input is tried as it is and with the checksum that fits it.
#include <sodium.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "hub/journal/rows.h"

namespace luft::hub {
namespace {

void try_blob(std::string_view blob) {
  static const std::string empty_blob = Rows{}.to_blob();
  Rows rows;
  if (!rows.add_blob(blob)) {
    assert(rows.empty() && rows.reading_counts().empty() && rows.to_blob() == empty_blob);
    return;
  }
  std::size_t bytes = 0;
  for (const TableInfo& table : all_tables()) bytes += rows.encoded(table.number).size();
  assert(bytes == rows.bytes() && bytes <= blob.size());
  const std::string written = rows.to_blob();
  Rows back;
  assert(back.add_blob(written) && back.to_blob() == written);
}

}  // namespace
}  // namespace luft::hub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string blob{reinterpret_cast<const char*>(data), size};
  luft::hub::try_blob(blob);
  unsigned char sum[crypto_generichash_BYTES_MIN];
  crypto_generichash(sum, sizeof sum, data, size, nullptr, 0);
  blob.append(reinterpret_cast<const char*>(sum), sizeof sum);
  luft::hub::try_blob(blob);
  return 0;
}

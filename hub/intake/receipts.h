// Which identified readings of one device have arrived, boot by boot, and where its uptimes lie in
// time. Boots are names: their order is that of first contact, but that one which a later boot
// names as the oldest still held comes before that. Pure.
//
// Invariants: at most kMaxBoots boots, the one longest without contact (a message of it, or one
// that names it as the oldest still held) is forgotten first; the `through` of a boot never goes
// back; what counted as lost is never counted again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/reading.h"
#include "contract/receipt.h"
#include "hub/intake/anchor.h"
#include "hub/intake/received_set.h"

namespace luft::hub {

class DeviceReceipts {
 public:
  static constexpr std::size_t kMaxBoots = 16;

  // A message of `boot` says what the device still holds. Opens the boot at first contact. Returns
  // how many readings are lost for good: known to have been sampled, never arrived, given up by the
  // device. A first contact with the device loses nothing; what was before is not known.
  std::uint64_t announce(std::uint64_t boot, contract::ReadingRef oldest);

  // Both only for a boot that was announced.
  ReceivedSet::Added add(contract::ReadingRef reading);
  [[nodiscard]] Anchor& anchor_of(std::uint64_t boot);

  // What to answer the device; empty for a boot that is not known.
  [[nodiscard]] std::optional<contract::Receipt> receipt_for(std::uint64_t boot) const;

  [[nodiscard]] bool knows(std::uint64_t boot) const { return find(boot) != nullptr; }
  // Whether a boot was first met after this one: then its uptime no longer runs.
  [[nodiscard]] bool is_newest(std::uint64_t boot) const;

  void write(std::string& bytes) const;
  [[nodiscard]] static std::optional<DeviceReceipts> read(std::string_view bytes);

 private:
  struct Boot {
    std::uint64_t name = 0;
    std::uint32_t last_contact = 0;  // ordinal
    bool finished = false;  // the device has gone on to a later boot and holds nothing of this one
    ReceivedSet received;
    Anchor anchor;
  };

  [[nodiscard]] const Boot* find(std::uint64_t name) const;
  [[nodiscard]] Boot* find(std::uint64_t name);
  // As the newest, or just before boot `successor`.
  Boot& open(std::uint64_t name, ReceivedSet received,
             std::optional<std::uint64_t> successor = std::nullopt);

  std::vector<Boot> boots_;  // the newest last
  std::uint32_t contacts_ = 0;
};

}  // namespace luft::hub

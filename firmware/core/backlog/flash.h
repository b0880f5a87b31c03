// A partition of NOR flash as the core sees it: bytes that writing can only clear, sectors that
// erasing sets to 0xFF, and power that may go in the middle of either.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace luft::firmware {

class Flash {
 public:
  static constexpr std::size_t kSectorBytes = 4'096;

  virtual ~Flash() = default;
  [[nodiscard]] virtual std::size_t sector_count() const = 0;
  // Within one sector each; false when the flash did not do it, or not all of it.
  [[nodiscard]] virtual bool read(std::uint32_t at, std::span<std::uint8_t> bytes) = 0;
  [[nodiscard]] virtual bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) = 0;
  [[nodiscard]] virtual bool erase(std::size_t sector) = 0;
};

}  // namespace luft::firmware

// The partition on which readings wait (core/backlog).
#pragma once

#include <esp_partition.h>

#include "firmware/core/backlog/flash.h"

namespace luft::firmware::esp32 {

class FlashPartition final : public Flash {
 public:
  // Stops the start when there is no such partition: the table was not flashed.
  explicit FlashPartition(const char* label);

  std::size_t sector_count() const override;
  bool read(std::uint32_t at, std::span<std::uint8_t> bytes) override;
  bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) override;
  bool erase(std::size_t sector) override;

 private:
  const esp_partition_t* partition_;
};

// Erases the readings of whoever had the device: for its next owner. Takes seconds, and feeds the
// watchdog; nothing may use the partition afterwards.
void forget_readings();

}  // namespace luft::firmware::esp32

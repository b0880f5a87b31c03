#include "firmware/esp32/main/flash_partition.h"

#include <cassert>

#include "firmware/esp32/main/chip.h"
#include "firmware/esp32/main/config.h"

namespace luft::firmware::esp32 {

FlashPartition::FlashPartition(const char* label)
    : partition_(
          esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, label)) {
  assert(partition_ != nullptr && "flash partitions.csv too: idf.py partition-table-flash");
}

std::size_t FlashPartition::sector_count() const {
  return partition_->size / kSectorBytes;
}

bool FlashPartition::read(std::uint32_t at, std::span<std::uint8_t> bytes) {
  return esp_partition_read(partition_, at, bytes.data(), bytes.size()) == ESP_OK;
}

bool FlashPartition::write(std::uint32_t at, std::span<const std::uint8_t> bytes) {
  return esp_partition_write(partition_, at, bytes.data(), bytes.size()) == ESP_OK;
}

bool FlashPartition::erase(std::size_t sector) {
  return esp_partition_erase_range(partition_, sector * kSectorBytes, kSectorBytes) == ESP_OK;
}

void forget_readings() {
  FlashPartition readings(kOutboxPartition);
  for (std::size_t sector = 0; sector < readings.sector_count(); ++sector) {
    (void)readings.erase(sector);
    feed_watchdog();
  }
}

}  // namespace luft::firmware::esp32

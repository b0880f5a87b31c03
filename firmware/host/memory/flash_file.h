// The outbox partition of a virtual device: NOR flash in a file, as slow as is asked for.
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <string>

#include "firmware/core/backlog/flash.h"

namespace luft::firmware::host {

class FlashFile final : public Flash {
 public:
  static constexpr std::size_t kSectors = 32;  // as partitions.csv gives it

  // Makes the file where there is none. `delay` passes with every write and every erasure. The
  // error names the file.
  static std::expected<std::unique_ptr<FlashFile>, std::string> open(
      const std::string& path, std::chrono::milliseconds delay);
  ~FlashFile() override;
  FlashFile(const FlashFile&) = delete;
  FlashFile& operator=(const FlashFile&) = delete;

  std::size_t sector_count() const override { return kSectors; }
  bool read(std::uint32_t at, std::span<std::uint8_t> bytes) override;
  bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) override;
  bool erase(std::size_t sector) override;

 private:
  FlashFile(int file, std::chrono::milliseconds delay) : file_(file), delay_(delay) {}
  [[nodiscard]] bool put(std::uint32_t at, std::span<const std::uint8_t> bytes);

  int file_;
  std::chrono::milliseconds delay_;
};

}  // namespace luft::firmware::host

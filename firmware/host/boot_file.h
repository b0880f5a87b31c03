// The flash of a virtual device, as one small file: how often it started, where its window was.
#pragma once

#include <expected>
#include <string>

#include "firmware/core/boot.h"
#include "firmware/core/ports.h"

namespace luft::firmware::host {

struct BootRecord {
  BootMemory boot;
  Remembered remembered;
};

// Without a folder every start is the first one of a new device, and nothing is written.
class BootFile final : public Memory {
 public:
  // `folder` must exist, or be empty; `at_first` is what a new device remembers.
  BootFile(const std::string& folder, const std::string& device_id, const Remembered& at_first);

  // Counts this start. The error names the file: one that is damaged is not a new device's, and a
  // boot that cannot be written down might be used twice.
  [[nodiscard]] std::expected<BootRecord, std::string> begin();

  void remember(const Remembered& state) override;

 private:
  [[nodiscard]] std::expected<void, std::string> write() const;

  std::string path_;  // empty: no memory
  BootRecord record_;
};

}  // namespace luft::firmware::host

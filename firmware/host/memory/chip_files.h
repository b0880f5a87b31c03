// All that the flash of a virtual device holds besides its boots, as files in its own folder: the
// outbox, people's settings, and, where updates are taken, the image slots.
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "firmware/core/backlog/backlog.h"
#include "firmware/host/memory/flash_file.h"
#include "firmware/host/memory/settings_file.h"
#include "firmware/host/update/https_image.h"
#include "firmware/host/update/progress_file.h"
#include "firmware/host/update/slot_files.h"
#include "firmware/host/update/update_proof.h"

namespace luft::firmware::host {

struct ChipSettings {
  std::chrono::milliseconds flash_delay{0};  // of every write and erasure
  std::optional<PublicKey> update_key{};     // empty: the device takes no updates
  std::string update_ca_file{};              // see HttpsImage
};

class ChipFiles {
 public:
  // Starts as the chip does, so once for each start of the device. The error names the file.
  static std::expected<std::unique_ptr<ChipFiles>, std::string> open(const std::string& folder,
                                                                     const ChipSettings& settings);
  ChipFiles(const ChipFiles&) = delete;
  ChipFiles& operator=(const ChipFiles&) = delete;

  [[nodiscard]] Backlog& backlog() { return backlog_; }
  [[nodiscard]] SettingsMemory& settings() { return settings_; }
  [[nodiscard]] const UpdatePorts* update() const { return update_ ? &update_->ports : nullptr; }
  // Of the image that runs; empty: the program as it was built.
  [[nodiscard]] std::string version() const { return slots_.version(); }

 private:
  struct Update {
    Update(const std::string& folder, const ChipSettings& settings, ImageSlots& slots);

    HttpsImage image;
    SodiumSha256 sha256;
    ProgressFile progress;
    SodiumVerifier verifier;
    UpdatePorts ports;
  };

  ChipFiles(const std::string& folder, std::unique_ptr<FlashFile> flash);

  std::unique_ptr<FlashFile> flash_;
  Backlog backlog_;
  SettingsFile settings_;
  SlotFiles slots_;
  std::optional<Update> update_;
};

}  // namespace luft::firmware::host

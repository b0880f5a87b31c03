#include "firmware/host/memory/chip_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace luft::firmware::host {

std::expected<std::unique_ptr<ChipFiles>, std::string> ChipFiles::open(
    const std::string& folder, const ChipSettings& settings) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) {
    return std::unexpected(fmt::format("cannot make the folder {}: {}", folder, failed.message()));
  }
  auto flash = FlashFile::open(folder + "/outbox", settings.flash_delay);
  if (!flash) return std::unexpected(flash.error());
  std::unique_ptr<ChipFiles> files(new ChipFiles(folder, std::move(*flash)));
  if (auto begun = files->slots_.begin(); !begun) return std::unexpected(begun.error());
  if (settings.update_key) files->update_.emplace(folder, settings, files->slots_);
  return files;
}

ChipFiles::ChipFiles(const std::string& folder, std::unique_ptr<FlashFile> flash)
    : flash_(std::move(flash)),
      backlog_(*flash_),
      settings_(folder + "/settings"),
      slots_(folder) {}

ChipFiles::Update::Update(const std::string& folder, const ChipSettings& settings,
                          ImageSlots& slots)
    : image(settings.update_ca_file),
      progress(folder + "/update"),
      verifier(*settings.update_key),
      ports{.source = image,
            .slots = slots,
            .sha256 = sha256,
            .memory = progress,
            .verifier = verifier} {}

}  // namespace luft::firmware::host

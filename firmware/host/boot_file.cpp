#include "firmware/host/boot_file.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <random>

#include "runtime/file.h"

namespace luft::firmware::host {

BootFile::BootFile(const std::string& folder, const std::string& device_id,
                   const Remembered& at_first)
    : path_(folder.empty() ? "" : folder + "/" + device_id + ".boot") {
  record_.boot.origin = std::random_device{}();
  record_.remembered = at_first;
}

std::expected<BootRecord, std::string> BootFile::begin() {
  if (!path_.empty() && std::filesystem::exists(path_)) {
    const auto text = runtime::read_file(path_);
    if (!text) return std::unexpected(text.error());
    BootRecord read;
    unsigned moving = 0;  // a file of an earlier version does not say, nor from where
    // NOLINTNEXTLINE(cert-err34-c): a number out of range gives a boot that is refused below
    const int fields = std::sscanf(text->c_str(), "%u %u %lf %u %u %lf", &read.boot.origin,
                                   &read.boot.starts, &read.remembered.position_pct,
                                   &read.remembered.hold_s, &moving, &read.remembered.from_pct);
    read.remembered.moving = moving != 0;
    if (fields < 6) read.remembered.from_pct = read.remembered.position_pct;
    if (fields < 4 || !(read.remembered.position_pct >= 0 && read.remembered.position_pct <= 100)) {
      return std::unexpected(
          fmt::format("{} is damaged: delete it, and the device starts as a new one", path_));
    }
    record_ = read;
  }
  ++record_.boot.starts;
  if (auto written = write(); !written) return std::unexpected(written.error());
  return record_;
}

void BootFile::remember(const Remembered& state) {
  if (state == record_.remembered) return;
  record_.remembered = state;
  (void)write();  // tried again with the next change
}

std::expected<void, std::string> BootFile::write() const {
  if (path_.empty()) return {};
  return runtime::write_file_atomically(
      path_, fmt::format("{} {} {} {} {} {}\n", record_.boot.origin, record_.boot.starts,
                         record_.remembered.position_pct, record_.remembered.hold_s,
                         record_.remembered.moving ? 1 : 0, record_.remembered.from_pct));
}

}  // namespace luft::firmware::host

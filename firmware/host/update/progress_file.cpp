#include "firmware/host/update/progress_file.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <filesystem>

#include "contract/limits.h"
#include "runtime/file.h"

namespace luft::firmware::host {

// A line with the bytes written and whether it was tried, then the offer as it came.
std::optional<UpdateProgress> ProgressFile::load() {
  const auto text = runtime::read_file(path_);
  if (!text) return std::nullopt;
  const std::size_t line = text->find('\n');
  UpdateProgress progress;
  unsigned tried = 0;
  // NOLINTNEXTLINE(cert-err34-c): the core fits what is out of range to the offer
  if (std::sscanf(text->c_str(), "%u %u", &progress.written, &tried) != 2) return std::nullopt;
  if (line == std::string::npos) return std::nullopt;
  const auto offer = contract::parse_update_offer(std::string_view{*text}.substr(line + 1));
  if (!offer) return std::nullopt;
  progress.tried = tried != 0;
  progress.offer = *offer;
  return progress;
}

void ProgressFile::save(const UpdateProgress& progress) {
  std::array<char, contract::kMaxMessageBytes> buffer{};
  (void)runtime::write_file_atomically(
      path_, fmt::format("{} {}\n{}", progress.written, progress.tried ? 1 : 0,
                         contract::write_update_offer(progress.offer, buffer)));
}

void ProgressFile::forget() {
  std::error_code absent;
  std::filesystem::remove(path_, absent);
}

}  // namespace luft::firmware::host

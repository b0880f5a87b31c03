#include "firmware/host/memory/flash_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <thread>

namespace luft::firmware::host {
namespace {

// Bits are kept the other way round: what a new file holds everywhere, zeros, is erased flash.
void turn(std::span<std::uint8_t> bytes) {
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(~byte);
}

}  // namespace

std::expected<std::unique_ptr<FlashFile>, std::string> FlashFile::open(
    const std::string& path, std::chrono::milliseconds delay) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, kSectors * kSectorBytes) != 0) {
    const std::string why = std::generic_category().message(errno);
    if (file >= 0) close(file);
    return std::unexpected(fmt::format("{}, which stands for flash: {}", path, why));
  }
  return std::unique_ptr<FlashFile>(new FlashFile(file, delay));
}

FlashFile::~FlashFile() {
  close(file_);
}

bool FlashFile::read(std::uint32_t at, std::span<std::uint8_t> bytes) {
  if (pread(file_, bytes.data(), bytes.size(), at) != static_cast<ssize_t>(bytes.size())) {
    return false;
  }
  turn(bytes);
  return true;
}

bool FlashFile::put(std::uint32_t at, std::span<const std::uint8_t> bytes) {
  return pwrite(file_, bytes.data(), bytes.size(), at) == static_cast<ssize_t>(bytes.size());
}

bool FlashFile::write(std::uint32_t at, std::span<const std::uint8_t> bytes) {
  std::this_thread::sleep_for(delay_);
  std::array<std::uint8_t, 256> piece{};
  while (!bytes.empty()) {
    const auto old = std::span{piece}.first(std::min(piece.size(), bytes.size()));
    if (!read(at, old)) return false;
    for (std::size_t i = 0; i < old.size(); ++i) old[i] &= bytes[i];  // writing only clears bits
    turn(old);
    if (!put(at, old)) return false;
    at += static_cast<std::uint32_t>(old.size());
    bytes = bytes.subspan(old.size());
  }
  return true;
}

bool FlashFile::erase(std::size_t sector) {
  std::this_thread::sleep_for(delay_);
  constexpr std::array<std::uint8_t, kSectorBytes> kErased{};
  return put(static_cast<std::uint32_t>(sector * kSectorBytes), kErased);
}

}  // namespace luft::firmware::host

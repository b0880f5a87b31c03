// What an update needs of the world: where the image comes from, where it goes, and what is kept of
// it over a power cut.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "contract/update.h"
#include "firmware/core/update/offer.h"

namespace luft::firmware {

// HTTPS with ranges. Nothing waits.
class ImageSource {
 public:
  virtual ~ImageSource() = default;
  // Asks for bytes from `offset` on. False: not now.
  [[nodiscard]] virtual bool open(std::string_view url, std::uint32_t offset) = 0;
  enum class Coming : std::uint8_t { nothing_yet, bytes, failed };  // an early end is a failure
  struct Piece {
    Coming coming{};
    std::size_t count = 0;
  };
  [[nodiscard]] virtual Piece poll(std::span<std::uint8_t> bytes) = 0;
  virtual void close() = 0;
};

// The two places for firmware: the one that runs, and the one that an update may overwrite.
class ImageSlots {
 public:
  static constexpr std::size_t kSectorBytes = 4'096;
  static constexpr std::size_t kPieceBytes = 512;

  virtual ~ImageSlots() = default;
  // Of the other slot, piece by piece in order. `at` is a multiple of kPieceBytes; where a sector
  // begins, what lies in that sector is erased first.
  [[nodiscard]] virtual bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) = 0;
  [[nodiscard]] virtual bool read(std::uint32_t at, std::span<std::uint8_t> bytes) = 0;
  // From the next start on the other slot runs, on trial: unless it is confirmed, the start after
  // that comes back to this one, whatever the reason for it was.
  [[nodiscard]] virtual bool try_other() = 0;
  // The other slot was on trial, and was not confirmed.
  [[nodiscard]] virtual bool other_was_given_up() const = 0;

  enum class Running : std::uint8_t { confirmed, on_trial };
  [[nodiscard]] virtual Running running() const = 0;
  virtual void confirm() = 0;
};

class Sha256 {
 public:
  virtual ~Sha256() = default;
  virtual void begin() = 0;
  virtual void add(std::span<const std::uint8_t> bytes) = 0;
  [[nodiscard]] virtual std::array<std::uint8_t, 32> end() = 0;
};

// How far an update has come.
struct UpdateProgress {
  contract::UpdateOffer offer;
  std::uint32_t written = 0;  // bytes that need not be fetched again
  bool tried = false;         // the other slot was to run from the next start on

  friend bool operator==(const UpdateProgress&, const UpdateProgress&) = default;
};

class UpdateMemory {
 public:
  virtual ~UpdateMemory() = default;
  [[nodiscard]] virtual std::optional<UpdateProgress> load() = 0;
  virtual void save(const UpdateProgress& progress) = 0;  // all or nothing
  virtual void forget() = 0;
};

struct UpdatePorts {
  ImageSource& source;
  ImageSlots& slots;
  Sha256& sha256;
  UpdateMemory& memory;
  const SignatureVerifier& verifier;
};

}  // namespace luft::firmware

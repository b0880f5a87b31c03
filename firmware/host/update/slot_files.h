// The two image slots of a virtual device and its bootloader, as files in a folder. An image is any
// file whose first line is `luft-virtual VERSION`: what runs is always this program, which then
// says that version.
#pragma once

#include <expected>
#include <string>

#include "firmware/core/update/ports.h"

namespace luft::firmware::host {

class SlotFiles final : public ImageSlots {
 public:
  static constexpr std::uint32_t kCapacityBytes = 0x1E0000;  // as partitions.csv gives it

  // `folder` exists and is this device's own.
  explicit SlotFiles(std::string folder) : folder_(std::move(folder)) {}

  // What a bootloader does, once at each start: the chosen slot runs; one that was on trial and was
  // not confirmed gives way to the other. The error names what cannot be read or written.
  [[nodiscard]] std::expected<void, std::string> begin();
  // What the running image says it is; empty for the program as it was built.
  [[nodiscard]] std::string version() const;

  bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) override;
  bool read(std::uint32_t at, std::span<std::uint8_t> bytes) override;
  bool try_other() override;
  bool other_was_given_up() const override { return state_.given_up; }
  Running running() const override {
    return state_.on_trial ? Running::on_trial : Running::confirmed;
  }
  void confirm() override;

 private:
  struct State {
    unsigned running = 0;
    unsigned next = 0;
    bool on_trial = false;
    bool given_up = false;
  };
  [[nodiscard]] std::string slot(unsigned number) const;
  [[nodiscard]] bool save(const State& state);

  std::string folder_;
  State state_;
};

}  // namespace luft::firmware::host

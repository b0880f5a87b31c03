// What survives a power cut besides readings, in the NVS partition: where the window is, settings,
// the setup, how far an update has come, and the count of starts. Each is one entry, which NVS
// replaces all or nothing.
#pragma once

#include <nvs.h>

#include <array>
#include <span>
#include <string_view>

#include "firmware/core/boot.h"
#include "firmware/core/kept_settings.h"
#include "firmware/core/kept_window.h"
#include "firmware/core/ports.h"
#include "firmware/core/setup/portal_ports.h"
#include "firmware/core/update/ports.h"

namespace luft::firmware::esp32 {

// One open namespace of NVS.
class Nvs {
 public:
  Nvs();  // stops the start when the partition cannot be used even after it was erased
  ~Nvs() { nvs_close(handle_); }
  Nvs(const Nvs&) = delete;
  Nvs& operator=(const Nvs&) = delete;

  // How many bytes the entry has; 0 without one, or when it is longer than `bytes`.
  [[nodiscard]] std::size_t load(const char* key, std::span<std::byte> bytes) const;
  bool save(const char* key, std::span<const std::byte> bytes);

 private:
  nvs_handle_t handle_ = 0;
};

class KeptWindow final : public Memory {
 public:
  explicit KeptWindow(Nvs& nvs) : nvs_(nvs) {}
  [[nodiscard]] Remembered load() const;
  void remember(const Remembered& state) override;

 private:
  Nvs& nvs_;
};

class KeptSettings final : public SettingsMemory {
 public:
  explicit KeptSettings(Nvs& nvs) : nvs_(nvs) {}
  std::string_view load(std::span<char> buffer) override;
  void save(std::string_view text) override;

 private:
  Nvs& nvs_;
};

class KeptUpdate final : public UpdateMemory {
 public:
  explicit KeptUpdate(Nvs& nvs) : nvs_(nvs) {}
  std::optional<UpdateProgress> load() override;
  void save(const UpdateProgress& progress) override;
  void forget() override;

 private:
  Nvs& nvs_;
};

class KeptSetup final : public SetupMemory {
 public:
  explicit KeptSetup(Nvs& nvs) : nvs_(nvs) {}
  bool load(DeviceSetup& setup) override;
  bool save(const DeviceSetup& setup) override;
  void forget();

 private:
  Nvs& nvs_;
};

// How often the supply broke down, this start included when it was one of those.
enum class StartedBy : std::uint8_t { brown_out, other };
[[nodiscard]] std::uint32_t count_brown_outs(Nvs& nvs, StartedBy cause);

// The device's own password, drawn at the first start: for its network and its setup page.
using DevicePassword = std::array<char, 13>;  // 12 characters and a NUL

// What is drawn by chance once and kept; this start is counted, which names it.
struct Identity {
  BootMemory boot;
  DevicePassword password;
};
// Before Wi-Fi, I2S and the ADC are started: it borrows the chip's source of noise.
[[nodiscard]] Identity identify_start(Nvs& nvs);

}  // namespace luft::firmware::esp32

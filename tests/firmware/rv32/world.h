// The chip's surroundings, as cheap as can be: every port of the core has somebody behind it, so
// that no part of the core is left out of the image. Nothing here counts as the device's memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "firmware/core/backlog/flash.h"
#include "firmware/core/kept_settings.h"
#include "firmware/core/motion/stepper.h"
#include "firmware/core/ports.h"
#include "firmware/core/sensors/board_sensors.h"
#include "firmware/core/sensors/dht22.h"
#include "firmware/core/sensors/simulated_chips.h"
#include "firmware/core/setup/portal_ports.h"
#include "firmware/core/update/ports.h"
#include "sound/narrowing.h"

namespace luft::tests::rv32 {

using namespace luft::firmware;  // NOLINT(google-build-using-namespace): one program's parts

// The broker, and the browser of who sets the device up: count what they are told.
class Listener final : public MessageSink, public PortalAnswer {
 public:
  bool publish(const contract::Topic&, std::string_view payload) override {
    said_bytes += static_cast<unsigned>(payload.size());
    return takes;
  }
  void begin(const Head& head) override {
    if (head.set_cookie.empty()) return;
    cookie_length = head.set_cookie.substr(0, head.set_cookie.find(';')).copy(cookie.data(), 96);
  }
  void write(std::string_view text) override { said_bytes += static_cast<unsigned>(text.size()); }

  std::array<char, 96> cookie{};
  std::size_t cookie_length = 0;
  unsigned said_bytes = 0;
  bool takes = true;
};

// A tenth of a second of a saw tooth each tick, through the converter's narrowing.
class Microphone final : public PcmSource, public ClipMemory {
 public:
  std::size_t read(std::span<std::int16_t> samples) override {
    const std::size_t count = std::min({samples.size(), wide_.size(), waiting});
    for (std::size_t i = 0; i < count; ++i) {
      saw_ += 0x01234567U;
      wide_[i] = static_cast<std::int32_t>(saw_) / 64;
    }
    narrowing_.narrow(std::span{wide_}.first(count), samples.first(count));
    waiting -= count;
    return count;
  }
  std::span<std::int16_t> lend(std::size_t samples) override {
    return std::span{clip_}.first(samples);
  }
  void give_back(std::span<std::int16_t> /*samples*/) override { ++clips; }

  std::size_t waiting = 0;
  unsigned clips = 0;

 private:
  std::array<std::int32_t, 256> wide_{};
  std::array<std::int16_t, 32'000> clip_{};
  luft::sound::Narrowing narrowing_;
  std::uint32_t saw_ = 0;
};

class OutboxFlash final : public Flash {
 public:
  OutboxFlash() { bytes_.fill(0xFF); }
  std::size_t sector_count() const override { return kSectors; }
  bool read(std::uint32_t at, std::span<std::uint8_t> bytes) override {
    std::copy_n(bytes_.begin() + at, bytes.size(), bytes.begin());
    return true;
  }
  bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) override {
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes_[at + i] &= bytes[i];
    return true;
  }
  bool erase(std::size_t sector) override {
    std::fill_n(bytes_.begin() + sector * kSectorBytes, kSectorBytes, std::uint8_t{0xFF});
    return true;
  }

 private:
  static constexpr std::size_t kSectors = 32;
  std::array<std::uint8_t, kSectors * kSectorBytes> bytes_{};
};

// A short image that is always signed, and a slot that takes it.
class UpdateWorld final : public ImageSource,
                          public ImageSlots,
                          public Sha256,
                          public UpdateMemory,
                          public SignatureVerifier {
 public:
  bool open(std::string_view, std::uint32_t) override { return true; }
  Piece poll(std::span<std::uint8_t> bytes) override {
    return {.coming = Coming::bytes, .count = bytes.size()};
  }
  void close() override {}
  bool write(std::uint32_t, std::span<const std::uint8_t> bytes) override {
    written += static_cast<unsigned>(bytes.size());
    return true;
  }
  bool read(std::uint32_t, std::span<std::uint8_t>) override { return true; }
  bool try_other() override { return true; }
  bool other_was_given_up() const override { return false; }
  Running running() const override { return Running::confirmed; }
  void confirm() override {}
  void begin() override {}
  void add(std::span<const std::uint8_t>) override {}
  std::array<std::uint8_t, 32> end() override { return {}; }
  std::optional<UpdateProgress> load() override { return std::nullopt; }
  void save(const UpdateProgress&) override {}
  void forget() override {}
  bool is_signed(std::span<const std::uint8_t>, std::span<const std::uint8_t, 64>) const override {
    return true;
  }

  unsigned written = 0;
};

// What is wired to the chip, and what it keeps.
class Board final : public CoilOutput,
                    public LimitSwitch,
                    public PulseOutput,
                    public PulseLine,
                    public RadioStrength,
                    public Memory,
                    public SystemActions,
                    public DeviceObserver,
                    public WallClock,
                    public SettingsMemory,
                    public ChipHealth,
                    public SmokeSource {
 public:
  void energise(std::uint8_t) override { ++steps; }
  bool is_pressed() const override { return steps > 100; }
  void set_pulse_us(std::uint16_t) override { ++pulses; }
  void off() override {}
  void ask() override {}
  std::size_t take(std::span<Pulse> bits) override {
    std::size_t count = 0;
    const auto add = [&](LineLevel level, std::uint16_t us) {
      if (count < bits.size()) bits[count++] = {.level = level, .length_us = us};
    };
    constexpr std::array<std::uint8_t, 5> kPrinted{0x02, 0x8C, 0x01, 0x5F, 0xEE};
    add(LineLevel::low, 80), add(LineLevel::high, 80);
    for (std::size_t bit = 0; bit < 40; ++bit) {
      const bool one = (kPrinted[bit / 8] >> (7 - bit % 8) & 1) != 0;
      add(LineLevel::low, 50), add(LineLevel::high, one ? 70 : 27);
    }
    add(LineLevel::low, 50), add(LineLevel::high, 0);
    return count;
  }
  std::optional<double> rssi_dbm() const override { return -61; }
  void remember(const Remembered&) override {}
  void identify() override {}
  void restart() override { ++restarts; }
  SmokeInput smoke() override { return SmokeInput::clear; }
  std::optional<std::uint64_t> unix_ms() const override { return 1'800'000'000'000; }
  std::optional<std::uint16_t> minute_of_day() const override { return 720; }
  std::string_view load(std::span<char>) override { return {}; }
  void save(std::string_view) override {}
  void describe(contract::DeviceInfo&) const override {}

  unsigned steps = 0;
  unsigned pulses = 0;
  unsigned restarts = 0;
};

class SetupWorld final : public NetworkScan, public SetupTrial, public SetupMemory, public Entropy {
 public:
  void start() override {}
  bool is_running() const override { return false; }
  std::span<const VisibleNetwork> networks() const override { return networks_; }
  void begin(const DeviceSetup&) override { ++trials; }
  void end() override {}
  TrialStep step() const override { return TrialStep::succeeded; }
  std::int8_t rssi_dbm() const override { return -50; }
  bool load(DeviceSetup&) override { return false; }
  bool save(const DeviceSetup&) override { return ++saved, true; }
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = next_++;
  }

  unsigned trials = 0;
  unsigned saved = 0;

 private:
  std::array<VisibleNetwork, 2> networks_{
      {{.name = contract::Text<32>::cut("Home"), .rssi_dbm = -50},
       {.name = contract::Text<32>::cut("<Cafe>"), .rssi_dbm = -82, .is_open = true}}};
  std::uint8_t next_ = 1;
};

struct World {
  Listener listener;
  Microphone microphone;
  OutboxFlash flash;
  UpdateWorld update;
  Board board;
  SetupWorld setup;
  luft::firmware::testing::SimulatedBme280 bme280;
};

}  // namespace luft::tests::rv32

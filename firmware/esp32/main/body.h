// The parts that a person wired to the board, made as the setup says, behind the core's ports.
#pragma once

#include <optional>

#include "firmware/core/backlog/backlog.h"
#include "firmware/core/device.h"
#include "firmware/core/ram_reading_store.h"
#include "firmware/core/sensors/board_sensors.h"
#include "firmware/core/sensors/wired_metrics.h"
#include "firmware/esp32/main/audio.h"
#include "firmware/esp32/main/clock.h"
#include "firmware/esp32/main/config.h"
#include "firmware/esp32/main/flash_partition.h"
#include "firmware/esp32/main/kept.h"
#include "firmware/esp32/main/motor_control.h"
#include "firmware/esp32/main/ota.h"
#include "firmware/esp32/main/sensors.h"

namespace luft::firmware::esp32 {

class Body {
 public:
  // All outlive it.
  Body(const DeviceSetup& setup, Nvs& nvs, const RadioStrength& radio,
       const Remembered& remembered);
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  [[nodiscard]] Ports ports(MessageSink& sink, SystemActions& system, const ChipHealth& health);
  [[nodiscard]] std::span<const MetricSettings> metrics() const { return metrics_.all(); }
  [[nodiscard]] std::uint32_t update_capacity_bytes() const { return slots_.capacity_bytes(); }
  void on_tick(Uptime now);  // before the device's

 private:
  class NoMotor final : public MotorDriver {
    void drive_to(double /*position_pct*/) override {}
    void release() override {}
  };

  void wire_climate(ClimateChip chip);
  void wire_window(const DeviceSetup& setup, const Remembered& remembered);

  WiredMetrics metrics_;
  std::optional<I2cRegisters> i2c_;
  std::optional<RmtPulses> pulses_;
  std::optional<Bme280> bme280_;
  std::optional<Dht22> dht22_;
  std::optional<BoardSensors> sensors_;
  std::optional<I2sMicrophone> microphone_;
  HeapClipMemory clip_memory_;
  NoMotor no_motor_;
  MotorDriver* motor_ = &no_motor_;
  std::optional<LedcPulses> servo_pulses_;
  std::optional<Servo> servo_;
  std::optional<GpioCoils> coils_;
  std::optional<GpioLimitSwitch> limit_switch_;
  std::optional<GpioSmokeInput> smoke_;
  std::optional<Stepper> stepper_;
  std::optional<StepTimer> step_timer_;
  std::array<HeldReading, kReadingsInRam> slots_in_ram_{};
  RamReadingStore readings_{slots_in_ram_};
  FlashPartition partition_{kOutboxPartition};
  Backlog backlog_{partition_};
  KeptWindow kept_window_;
  KeptSettings kept_settings_;
  SntpClock clock_;
  DeviceObserver observer_;
  std::array<char, Scratch::kLeastBytes> scratch_bytes_{};
  Scratch scratch_{scratch_bytes_};
  HttpsImage image_;
  OtaSlots slots_;
  MbedtlsSha256 sha256_;
  KeptUpdate kept_update_;
  SodiumVerifier verifier_;
  UpdatePorts update_;
};

}  // namespace luft::firmware::esp32

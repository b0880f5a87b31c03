#include "firmware/core/sensors/bme280.h"

namespace luft::firmware {
namespace {

// Data sheet, table 18.
namespace address {
constexpr std::uint8_t kLowCalibration = 0x88;
constexpr std::uint8_t kId = 0xD0;
constexpr std::uint8_t kHighCalibration = 0xE1;
constexpr std::uint8_t kControlHumidity = 0xF2;
constexpr std::uint8_t kStatus = 0xF3;
constexpr std::uint8_t kControlMeasuring = 0xF4;
constexpr std::uint8_t kConfiguration = 0xF5;
constexpr std::uint8_t kData = 0xF7;
}  // namespace address

constexpr std::uint8_t kIdBme280 = 0x60;
constexpr std::uint8_t kIdBmp280 = 0x58;
constexpr std::uint8_t kCopyingCalibration = 0x01;  // bits of the status
constexpr std::uint8_t kMeasuring = 0x08;

constexpr std::uint8_t kNoFilter = 0x00;
constexpr std::uint8_t kHumidityOnce = 0x01;         // oversampling x1; in force with the next
constexpr std::uint8_t kAllOnceForced = 0b00100101;  // temperature x1, pressure x1, forced mode

// With all oversampling at x1 a measurement takes at most 9.3 ms (9.1).
constexpr Uptime kMeasurementTakes{10};
constexpr Uptime kAskAgainEvery{2};
constexpr Uptime kGiveUpAfter{100};

}  // namespace

void Bme280::on_tick(Uptime now) {
  if (now < next_) return;
  switch (state_) {
    case State::absent:
      return find(now);
    case State::resting:
      return start(now);
    case State::measuring:
      return collect(now);
  }
}

void Bme280::find(Uptime now) {
  if (const SensorTrouble why = set_up(); why != SensorTrouble::none) return lose(why, now);
  start(now);
}

SensorTrouble Bme280::set_up() {
  std::array<std::uint8_t, 1> byte{};
  if (!bus_.read(address::kId, byte)) return SensorTrouble::no_answer;
  if (byte[0] != kIdBme280 && byte[0] != kIdBmp280) return SensorTrouble::other_chip;
  measures_humidity_ = byte[0] == kIdBme280;
  if (!bus_.read(address::kStatus, byte) || (byte[0] & kCopyingCalibration) != 0) {
    return SensorTrouble::no_answer;
  }
  std::array<std::uint8_t, kBme280LowCalibrationBytes> low{};
  std::array<std::uint8_t, kBme280HighCalibrationBytes> high{};
  if (!bus_.read(address::kLowCalibration, low)) return SensorTrouble::no_answer;
  if (measures_humidity_ && !bus_.read(address::kHighCalibration, high)) {
    return SensorTrouble::no_answer;
  }
  calibration_ = read_bme280_calibration(low, high);
  return bus_.write(address::kConfiguration, kNoFilter) ? SensorTrouble::none
                                                        : SensorTrouble::no_answer;
}

// With each measurement how humidity is to be measured, too: a chip that was without power for a
// moment has forgotten it, and goes on measuring all else.
void Bme280::start(Uptime now) {
  const bool written =
      (!measures_humidity_ || bus_.write(address::kControlHumidity, kHumidityOnce)) &&
      bus_.write(address::kControlMeasuring, kAllOnceForced);
  if (!written) return lose(SensorTrouble::no_answer, now);
  state_ = State::measuring;
  next_ = now + kMeasurementTakes;
  give_up_ = now + kGiveUpAfter;
}

void Bme280::collect(Uptime now) {
  std::array<std::uint8_t, 1> status{};
  if (!bus_.read(address::kStatus, status)) return lose(SensorTrouble::no_answer, now);
  if ((status[0] & kMeasuring) != 0) {
    if (now >= give_up_) return lose(SensorTrouble::no_answer, now);
    next_ = now + kAskAgainEvery;
    return;
  }
  std::array<std::uint8_t, kBme280DataBytes> data{};
  if (!bus_.read(address::kData, data)) return lose(SensorTrouble::no_answer, now);
  const Bme280Climate climate = compensate(read_bme280_raw(data), calibration_);
  // A chip that forgot its settings in a moment without power measures nothing: set it up anew.
  if (!climate.temperature_centi_c) return lose(SensorTrouble::implausible, now);
  latest_ = {};
  latest_.measured = now;
  latest_.temperature_c = *climate.temperature_centi_c / 100.0;
  if (climate.humidity_q10_pct && measures_humidity_) {
    latest_.humidity_pct = *climate.humidity_q10_pct / 1'024.0;
  }
  if (climate.pressure_q8_pa) latest_.pressure_hpa = *climate.pressure_q8_pa / 25'600.0;
  trouble_ = SensorTrouble::none;
  state_ = State::resting;
  next_ = now - kMeasurementTakes + settings_.measure_every;
}

void Bme280::lose(SensorTrouble why, Uptime now) {
  trouble_ = why;
  state_ = State::absent;
  next_ = now + settings_.look_again_every;
}

}  // namespace luft::firmware

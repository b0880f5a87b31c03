// What a person sets up once, from a phone: the network, the broker, the device's name and what is
// wired to it. Read from the portal's form, and kept as the same form in flash.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "contract/device_id.h"
#include "contract/pairing_code.h"
#include "contract/text.h"
#include "firmware/core/motion/servo.h"
#include "firmware/core/setup/form.h"

namespace luft::firmware {

// PEM text, always with a NUL behind it: TLS libraries on the ESP32 want one.
class Certificate {
 public:
  static constexpr std::size_t kMaxBytes = 2'560;

  // False when it is too long, or no PEM certificate. Empty is one: none was given. `pem` may lie
  // in room(), where whoever decodes one may put it: there is no stack for it.
  [[nodiscard]] bool set(std::string_view pem);
  [[nodiscard]] std::span<char> room() { return std::span{bytes_}.first(kMaxBytes); }
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), length_}; }
  [[nodiscard]] const char* c_str() const { return bytes_.data(); }
  [[nodiscard]] bool empty() const { return length_ == 0; }

 private:
  std::array<char, kMaxBytes + 1> bytes_{};
  std::uint16_t length_ = 0;
};

using contract::BrokerSecurity;
enum class ClimateChip : std::uint8_t { none, bme280, dht22 };
enum class Actuator : std::uint8_t { none, servo, stepper };
enum class MicrophoneWired : std::uint8_t { no, yes };

struct DeviceSetup {
  contract::DeviceId id;  // also the user name at the broker
  contract::Text<32> network;
  contract::Text<64> network_password;  // empty: an open network
  contract::Text<128> broker_host;
  std::uint16_t broker_port = 8'883;
  BrokerSecurity security = BrokerSecurity::tls;
  contract::Text<64> broker_password;  // empty: the broker asks for none
  Certificate ca;                      // empty with TLS: the public authorities are trusted
  ClimateChip climate = ClimateChip::bme280;
  MicrophoneWired microphone = MicrophoneWired::no;
  Actuator actuator = Actuator::none;
  std::uint16_t servo_closed_us = 1'000;
  std::uint16_t servo_open_us = 2'000;
  std::uint16_t most_open_pct = 100;        // 1..100; the window is never opened further
  std::uint16_t travel_half_steps = 8'192;  // of a stepper, from closed to open
  contract::Text<64> travel;                // TravelMap::from_text; empty: even
  contract::Text<64> sound_offset_db;       // -20..20, added to the level; empty: 0
  contract::Text<64> time_zone;             // is_time_zone; empty: kDefaultTimeZone
};

// Which field is wrong, as the form names it, and why, for people.
struct SetupError {
  std::string_view field;
  std::string_view reason;
};

// Room for every form that read_setup() accepts.
inline constexpr std::size_t kMaxSetupBytes = 10 * 1'024;

// Fields: id, network, network_other (typed in; it wins), network_password, pairing, host, port,
// security (tls, plain), broker_password, ca, climate, microphone, sound_offset_db, actuator,
// servo_closed_us, servo_open_us, travel_half_steps, most_open_pct, travel, time_zone,
// time_zone_other (typed in; it wins). A pairing code (contract/pairing_code.h) stands for id,
// host, port, security and password. On an error the fields that are well are in `setup` all the
// same, for the person to go on with.
[[nodiscard]] std::expected<void, SetupError> read_setup(std::string_view form, DeviceSetup& setup);

// Writes what read_setup() reads; empty when `buffer` is too small.
[[nodiscard]] std::string_view write_setup(const DeviceSetup& setup, std::span<char> buffer);

}  // namespace luft::firmware

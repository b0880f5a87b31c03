#include "firmware/core/setup/device_setup.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>

#include "contract/number.h"
#include "contract/words.h"
#include "firmware/core/setup/time_zone.h"
#include "firmware/core/whole_number.h"

namespace luft::firmware {
namespace {

using contract::Word;

constexpr double kMostOffset_db = 20;
constexpr std::uint16_t kFewestHalfSteps = 256;
constexpr std::size_t kShortestWifiPassword = 8;  // WPA2; 64 are the key itself in hex
constexpr std::size_t kLongestField =
    256;  // a pairing code with the longest host and what luft makes

constexpr std::array kSecurities{Word{"tls", BrokerSecurity::tls},
                                 Word{"plain", BrokerSecurity::plain}};
constexpr std::array kClimateChips{Word{"bme280", ClimateChip::bme280},
                                   Word{"dht22", ClimateChip::dht22},
                                   Word{"none", ClimateChip::none}};
constexpr std::array kMicrophones{Word{"no", MicrophoneWired::no},
                                  Word{"yes", MicrophoneWired::yes}};
constexpr std::array kActuators{Word{"none", Actuator::none}, Word{"servo", Actuator::servo},
                                Word{"stepper", Actuator::stepper}};

// Reads field by field; the first error stays, and what is well is read all the same.
class Reader {
 public:
  explicit Reader(std::string_view form) : form_(form) {}

  std::string_view text(std::string_view field) {
    const auto value = form_value(form_, field, buffer_);
    if (value) return *value;
    refuse(field, name(value.error()));
    return {};
  }

  template <std::size_t Capacity>
  void bounded(std::string_view field, contract::Text<Capacity>& value) {
    std::string_view read = text(field);
    if (read.size() > Capacity) {
      refuse(field, name(FormError::too_long));
      read = {};
    }
    value = contract::Text<Capacity>::cut(read);
  }

  // A field that is not there leaves the value as it is.
  template <class Words, class Value>
  void word(std::string_view field, const Words& words, Value& value) {
    const std::string_view chosen = text(field);
    if (chosen.empty()) return;
    const std::optional<Value> known = contract::value_of(words, chosen);
    if (!known) return refuse(field, "is none of the choices");
    value = *known;
  }

  void number(std::string_view field, std::uint16_t min, std::uint16_t max, std::uint16_t& value) {
    std::string_view digits = text(field);
    if (digits.empty()) return;
    const auto read = take_whole_number(digits);
    if (!read || !digits.empty() || *read < min || *read > max) {
      return refuse(field, "is not a number in its range");
    }
    value = *read;
  }

  void certificate(std::string_view field, Certificate& certificate) {
    const auto value = form_value(form_, field, certificate.room());
    const bool is_well = value && certificate.set(*value);
    if (is_well) return;
    (void)certificate.set({});
    refuse(field,
           value ? "is not a certificate (-----BEGIN CERTIFICATE-----)" : name(value.error()));
  }

  void refuse(std::string_view field, std::string_view reason) {
    if (!error_) error_ = SetupError{.field = field, .reason = reason};
  }
  [[nodiscard]] const std::optional<SetupError>& error() const { return error_; }

 private:
  std::string_view form_;
  std::array<char, kLongestField> buffer_{};
  std::optional<SetupError> error_;
};

void read_network(Reader& reader, DeviceSetup& setup) {
  reader.bounded("network_other", setup.network);
  if (setup.network.empty()) reader.bounded("network", setup.network);
  if (setup.network.empty()) reader.refuse("network", "is missing");
  reader.bounded("network_password", setup.network_password);
  const std::size_t length = setup.network_password.view().size();
  if (length > 0 && length < kShortestWifiPassword) {
    reader.refuse("network_password", "has at least 8 characters");
  }
}

void take(const contract::PairingCode& code, DeviceSetup& setup) {
  setup.id = code.device;
  setup.broker_password = code.password;
  setup.broker_host = code.host;
  setup.broker_port = code.port;
  setup.security = code.security;
}

void read_broker(Reader& reader, DeviceSetup& setup) {
  const std::string_view code = reader.text("pairing");
  if (!code.empty()) {
    const auto pairing = contract::parse_pairing_code(code);
    if (pairing) {
      take(*pairing, setup);
    } else {
      reader.refuse("pairing", "is not as luft printed it: mqtts://name:password@host");
    }
  } else {
    const auto id = contract::parse_device_id(reader.text("id"));
    if (!id) reader.refuse("id", "is 1 to 32 of a-z, 0-9, _ and -, a letter or digit first");
    setup.id = id.value_or(contract::DeviceId{});
    reader.bounded("host", setup.broker_host);
    reader.number("port", 1, 65'535, setup.broker_port);
    reader.word("security", kSecurities, setup.security);
    reader.bounded("broker_password", setup.broker_password);
  }
  if (!contract::is_host(setup.broker_host.view())) {
    reader.refuse("host", "is a name or an address, such as luft.local or 192.168.1.5");
  }
  reader.certificate("ca", setup.ca);
}

void read_parts(Reader& reader, DeviceSetup& setup) {
  reader.word("climate", kClimateChips, setup.climate);
  reader.word("microphone", kMicrophones, setup.microphone);
  reader.word("actuator", kActuators, setup.actuator);
  reader.number("servo_closed_us", Servo::kShortest_us, Servo::kLongest_us, setup.servo_closed_us);
  reader.number("servo_open_us", Servo::kShortest_us, Servo::kLongest_us, setup.servo_open_us);
  if (!Servo::is_valid({.closed_us = setup.servo_closed_us, .open_us = setup.servo_open_us})) {
    reader.refuse("servo_open_us", "is too near to where the window is closed");
  }
  reader.number("travel_half_steps", kFewestHalfSteps, 65'000, setup.travel_half_steps);
  reader.number("most_open_pct", 1, 100, setup.most_open_pct);
}

void read_measured(Reader& reader, DeviceSetup& setup) {
  reader.bounded("travel", setup.travel);
  if (!TravelMap::from_text(setup.travel.view())) {
    reader.refuse("travel", "are at most six rising pairs, such as 5:30 60:70");
  }
  reader.bounded("sound_offset_db", setup.sound_offset_db);
  if (setup.sound_offset_db.empty()) return;
  const auto offset = contract::parse_number(setup.sound_offset_db.view());
  if (!offset || std::abs(*offset) > kMostOffset_db) {
    reader.refuse("sound_offset_db", "is a number from -20 to 20, such as -1.5");
  }
}

void read_time_zone(Reader& reader, DeviceSetup& setup) {
  reader.bounded("time_zone_other", setup.time_zone);
  if (setup.time_zone.empty()) reader.bounded("time_zone", setup.time_zone);
  if (setup.time_zone.empty() || is_time_zone(setup.time_zone.view())) return;
  reader.refuse("time_zone_other", "is a POSIX TZ text, such as EST5EDT,M3.2.0,M11.1.0");
}

void add_number(FormWriter& writer, std::string_view field, std::uint16_t value) {
  std::array<char, 8> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  writer.add(field, {digits.data(), static_cast<std::size_t>(end - digits.data())});
}

}  // namespace

bool Certificate::set(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  constexpr std::string_view kEnd = "-----END CERTIFICATE-----";
  constexpr std::string_view kWhite = " \t\r\n";
  const std::size_t first = pem.find_first_not_of(kWhite);
  pem = first == std::string_view::npos ? std::string_view{} : pem.substr(first);
  pem = pem.substr(0, pem.find_last_not_of(kWhite) + 1);
  const bool is_pem = pem.empty() || (pem.starts_with(kBegin) && pem.ends_with(kEnd));
  if (!is_pem || pem.size() > kMaxBytes) return false;
  if (!pem.empty()) std::memmove(bytes_.data(), pem.data(), pem.size());
  length_ = static_cast<std::uint16_t>(pem.size());
  bytes_[length_] = '\0';
  return true;
}

std::expected<void, SetupError> read_setup(std::string_view form, DeviceSetup& setup) {
  std::construct_at(&setup);  // in place: another one would not fit the stack
  Reader reader(form);
  read_network(reader, setup);
  read_broker(reader, setup);
  read_parts(reader, setup);
  read_measured(reader, setup);
  read_time_zone(reader, setup);
  if (reader.error()) return std::unexpected(*reader.error());
  return {};
}

std::string_view write_setup(const DeviceSetup& setup, std::span<char> buffer) {
  FormWriter writer(buffer);
  writer.add("id", setup.id.view());
  writer.add("network", setup.network.view());
  writer.add("network_password", setup.network_password.view());
  writer.add("host", setup.broker_host.view());
  add_number(writer, "port", setup.broker_port);
  writer.add("security", contract::word_for(kSecurities, setup.security));
  writer.add("broker_password", setup.broker_password.view());
  writer.add("ca", setup.ca.view());
  writer.add("climate", contract::word_for(kClimateChips, setup.climate));
  writer.add("microphone", contract::word_for(kMicrophones, setup.microphone));
  writer.add("actuator", contract::word_for(kActuators, setup.actuator));
  add_number(writer, "servo_closed_us", setup.servo_closed_us);
  add_number(writer, "servo_open_us", setup.servo_open_us);
  add_number(writer, "travel_half_steps", setup.travel_half_steps);
  add_number(writer, "most_open_pct", setup.most_open_pct);
  writer.add("travel", setup.travel.view());
  writer.add("sound_offset_db", setup.sound_offset_db.view());
  writer.add("time_zone", setup.time_zone.view());
  return writer.written();
}

}  // namespace luft::firmware

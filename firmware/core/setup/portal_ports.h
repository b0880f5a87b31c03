// What the setup page needs of the world: requests and answers, the networks in reach, a try with
// new settings, and a place to keep them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "contract/text.h"
#include "firmware/core/setup/device_setup.h"

namespace luft::firmware {

struct PortalRequest {
  enum class Method : std::uint8_t { get, post, other };
  Method method = Method::get;
  std::string_view path{};  // without the query
  std::string_view host{};  // header fields; empty when absent
  std::string_view cookie{};
  std::string_view body{};
};

// One answer: begin() once, then write() any number of times.
class PortalAnswer {
 public:
  virtual ~PortalAnswer() = default;

  struct Head {
    std::uint16_t status = 200;
    std::string_view content_type = "text/html; charset=utf-8";
    std::string_view location{};    // empty: no such header
    std::string_view set_cookie{};  // empty: no such header
  };
  // Adds to every answer: Cache-Control: no-store, and kPortalContentPolicy.
  virtual void begin(const Head& head) = 0;
  virtual void write(std::string_view text) = 0;
};

// No script runs, nothing is fetched from elsewhere, no other page frames this one.
inline constexpr std::string_view kPortalContentPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

// A request's body beyond this is refused by the server: a certificate with all else fits.
inline constexpr std::size_t kMaxPortalBodyBytes = kMaxSetupBytes;

struct VisibleNetwork {
  contract::Text<32> name;  // whatever bytes its owner chose
  std::int8_t rssi_dbm = 0;
  bool is_open = false;
};

// The radio's list of networks in reach.
class NetworkScan {
 public:
  virtual ~NetworkScan() = default;
  virtual void start() = 0;  // looks around; takes some seconds
  [[nodiscard]] virtual bool is_running() const = 0;
  // The strongest first, as of the last look; valid until the next call.
  [[nodiscard]] virtual std::span<const VisibleNetwork> networks() const = 0;
};

// Joins a network and a broker with settings that are not kept yet.
enum class TrialStep : std::uint8_t {
  joining,  // the network
  connecting,
  network_not_found,
  network_password_wrong,
  network_too_weak,  // found, but lost again and again
  network_gave_no_address,
  broker_name_unknown,
  broker_silent,  // nobody listens there, or something that does not speak MQTT
  broker_not_trusted,
  broker_refused,  // user name or password
  succeeded,
};

class SetupTrial {
 public:
  virtual ~SetupTrial() = default;
  virtual void begin(const DeviceSetup& setup) = 0;  // ends an earlier one
  virtual void end() = 0;
  [[nodiscard]] virtual TrialStep step() const = 0;
  // Of the network that was joined; 0: not known.
  [[nodiscard]] virtual std::int8_t rssi_dbm() const = 0;
};

// Flash for one setup, all or nothing.
class SetupMemory {
 public:
  virtual ~SetupMemory() = default;
  [[nodiscard]] virtual bool load(DeviceSetup& setup) = 0;  // false: none is kept
  [[nodiscard]] virtual bool save(const DeviceSetup& setup) = 0;
};

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;  // from a true source of chance
};

struct PortalPorts {
  NetworkScan& scan;
  SetupTrial& trial;
  SetupMemory& memory;
  Entropy& entropy;
};

}  // namespace luft::firmware

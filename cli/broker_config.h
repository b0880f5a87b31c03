// What our own broker is told: mosquitto.conf(5) as text.
//
// On loopback, clients may come without a password. On any other address everyone needs one, and
// the access list (contract/broker_acl.h) confines each device to its own topics. With a
// certificate, only this machine's programs are served without TLS: nothing leaves it in the clear.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace luft::cli {

struct BrokerOptions {
  std::string bind = "127.0.0.1";
  std::uint16_t port = 1883;          // without TLS; on loopback only when there is a certificate
  std::uint16_t tls_port = 8883;      // with TLS, at `bind`
  std::filesystem::path socket_file;  // a Unix socket, without TLS; empty: none
  std::filesystem::path password_file;
  std::filesystem::path access_file;
  std::filesystem::path certificate_file;  // both set: TLS too
  std::filesystem::path key_file;
  std::string run_as;  // the user mosquitto stays when it is started by root
};

bool is_loopback(const std::string& address);

std::string broker_configuration(const BrokerOptions& options);

}  // namespace luft::cli

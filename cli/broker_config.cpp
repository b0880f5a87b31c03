// Writes mosquitto.conf(5).
#include "cli/broker_config.h"

#include <fmt/format.h>

#include "contract/limits.h"

namespace luft::cli {
namespace {

// Room for a burst while the hub restarts. The broker's own default of 1,000 messages drops
// silently; beyond these two limits it still does, and devices send again what had no receipt.
// Mosquitto 2.0.11 counts against the first one whatever it ever had to queue for a connection, so
// that there must be room for long; in later versions the bytes are what bounds it.
constexpr int kMaxQueuedMessages = 1'000'000;
constexpr int kMaxQueuedBytes = 128 << 20;
constexpr std::size_t kTopicAndHeaderBytes = 512;

}  // namespace

bool is_loopback(const std::string& address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

std::string broker_configuration(const BrokerOptions& options) {
  const bool open = is_loopback(options.bind);
  const bool tls = !options.certificate_file.empty() && !options.key_file.empty();
  std::string text = fmt::format(
      "# Generated at each start; settings are in luft.yaml.\n"
      "listener {} {}\n"
      "allow_anonymous {}\n"
      "password_file {}\n",
      options.port, tls ? "127.0.0.1" : options.bind, open, options.password_file.string());
  if (!open) text += fmt::format("acl_file {}\n", options.access_file.string());
  text += fmt::format(
      "max_queued_messages {}\n"
      "max_queued_bytes {}\n"
      "max_inflight_messages 1000\n"
      "max_packet_size {}\n"
      "set_tcp_nodelay true\n"
      "persistence false\n"  // what must last is in the hub's journal or on the device
      "log_dest stdout\n"
      "log_type error\nlog_type warning\nlog_type notice\n"
      "connection_messages false\n",
      kMaxQueuedMessages, kMaxQueuedBytes, contract::kMaxAudioBytes + kTopicAndHeaderBytes);
  if (!options.run_as.empty()) text += fmt::format("user {}\n", options.run_as);
  if (!options.socket_file.empty()) {
    text += fmt::format("listener 0 {}\n", options.socket_file.string());
  }
  if (tls) {  // certfile and keyfile belong to the listener above them
    text += fmt::format("listener {} {}\ncertfile {}\nkeyfile {}\n", options.tls_port, options.bind,
                        options.certificate_file.string(), options.key_file.string());
  }
  return text;
}

}  // namespace luft::cli

#include "runtime/testing/test_broker.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cassert>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <utility>

#include "runtime/file.h"
#include "runtime/mqtt_settings.h"
#include "runtime/testing/free_port.h"
#include "runtime/unique_fd.h"

namespace luft::runtime::testing {
namespace {

constexpr std::chrono::seconds kStartLimit{20};

std::string first_word(const std::string& line) {
  return line.substr(0, line.find(' '));
}

bool accepts(std::uint16_t port) {
  const UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return ::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

TestBroker::TestBroker(std::vector<std::string> config_lines)
    : config_lines_{std::move(config_lines)}, port_{free_port()} {
  std::signal(SIGPIPE, SIG_IGN);  // as every program of ours does; OpenSSL writes without asking
  start();
}

TestBroker::~TestBroker() = default;

void TestBroker::kill() {
  process_->kill();
}
void TestBroker::stop() {
  process_->terminate(std::chrono::seconds{5});
}

void TestBroker::restart() {
  if (process_->running()) kill();
  start();
}

void TestBroker::start() {
  std::set<std::string> given;
  for (const std::string& line : config_lines_) given.insert(first_word(line));
  // As the broker that Luft starts itself; see deploy/. "user" keeps it the user we are when that
  // is root: otherwise mosquitto becomes another one, who cannot read our files.
  std::string config = "listener 0 " + folder_.file("broker.sock") + "\n";
  config += "listener " + std::to_string(port_) + " 127.0.0.1\n";  // a test's certificate is its
  for (const std::string default_line :
       {"allow_anonymous true", "user root", "persistence false", "max_queued_messages 100000",
        "max_inflight_messages 1000", "set_tcp_nodelay true", "log_type error",
        "log_type warning"}) {
    if (!given.contains(first_word(default_line))) config += default_line + "\n";
  }
  for (const std::string& line : config_lines_) config += line + "\n";
  const std::string config_file = folder_.write("mosquitto.conf", config);

  auto started = Process::start({.command = {"mosquitto", "-c", config_file},
                                 .set_env = {},
                                 .output_file = folder_.file("log"),
                                 .working_folder = {}});
  if (started) process_.emplace(std::move(*started));
  const auto limit = std::chrono::steady_clock::now() + kStartLimit;
  while (started && process_->running() && std::chrono::steady_clock::now() < limit) {
    if (accepts(port_)) return;
    ::poll(nullptr, 0, 2);  // the broker does not say when it listens
  }
  std::fprintf(stderr, "mosquitto did not start on port %d: %s\n%s\n", port_,
               started ? "see its log" : started.error().c_str(), log().c_str());
  std::abort();
}

std::string TestBroker::url() const {
  return "mqtt://127.0.0.1:" + std::to_string(port_);
}

std::string TestBroker::socket_url() const {
  return std::string{kMqttSocketScheme} + folder_.file("broker.sock");
}

std::string TestBroker::log() const {
  return read_file(folder_.file("log")).value_or("");
}

MqttSettings TestBroker::settings(std::string_view client_id) const {
  MqttSettings settings;
  settings.port = port_;
  settings.client_id = client_id;
  return settings;
}

}  // namespace luft::runtime::testing

// Asked for by ThreadSanitizer at start. When the broker sends DISCONNECT, libmosquitto 2.0 unlocks
// a mutex that it has not locked (do_client_disconnect), which glibc's mutexes forgive.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "mutex:libmosquitto.so\n";
}

// A real mosquitto on a free loopback port, for tests. Gone with the object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/mqtt_types.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"

namespace luft::runtime::testing {

class TestBroker {
 public:
  // Starts it and waits until it accepts connections. `config_lines` are added to a configuration
  // that listens on 127.0.0.1, lets anybody in and keeps nothing on disk; they replace defaults
  // of the same word ("allow_anonymous false").
  explicit TestBroker(std::vector<std::string> config_lines = {});
  TestBroker(const TestBroker&) = delete;
  TestBroker& operator=(const TestBroker&) = delete;
  ~TestBroker();

  void kill();     // kill -9
  void stop();     // SIGTERM
  void restart();  // on the same port, killing it first when it runs; retained messages are gone

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const;         // "mqtt://127.0.0.1:port"
  [[nodiscard]] std::string socket_url() const;  // "mqtt+unix://…": as our own services come
  [[nodiscard]] pid_t pid() const { return process_->pid(); }
  [[nodiscard]] std::string log() const;  // what it wrote so far
  // Settings of a connection to it.
  [[nodiscard]] MqttSettings settings(std::string_view client_id) const;

 private:
  void start();

  TempFolder folder_;
  std::vector<std::string> config_lines_;
  std::uint16_t port_;
  std::optional<Process> process_;
};

}  // namespace luft::runtime::testing

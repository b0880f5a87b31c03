// Home Assistant core from PyPI, inside a Debian 13 root, as a process; asked and driven through
// its own API (drive.py).
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"

namespace luft::tests {

class HomeAssistantProcess {
 public:
  // Why there is none here; nothing when there is one. Makes it first where this is the only test
  // that was asked for (minutes).
  [[nodiscard]] static std::optional<std::string> why_not();

  // Starts it with an empty configuration; use is_up() before anything else.
  HomeAssistantProcess();
  ~HomeAssistantProcess();

  [[nodiscard]] bool is_up();  // waits until it answers
  // A user, and the MQTT integration at this broker. Says why not, else nothing.
  [[nodiscard]] std::string set_up(const std::string& broker_port);

  // One entity: {"state":…,"attributes":{…}}; null when there is none of that name.
  [[nodiscard]] nlohmann::json entity(const std::string& id);
  [[nodiscard]] nlohmann::json devices();   // of the MQTT integration
  [[nodiscard]] nlohmann::json entities();  // likewise, as registered
  // A service as its page calls it; says why not, else nothing.
  [[nodiscard]] std::string call(const std::string& domain, const std::string& service,
                                 const nlohmann::json& data);

  [[nodiscard]] std::string log() const;

 private:
  struct Answer {
    bool is_good = false;
    std::string text;
  };
  Answer drive(const std::vector<std::string>& words);
  nlohmann::json ask(const std::string& what);

  runtime::testing::TempFolder config_;
  std::uint16_t port_;
  std::optional<runtime::Process> process_;
};

}  // namespace luft::tests

// One Luft of its own for a test: a temporary data folder, free ports, the built programs. All that
// was started ends with the object.
#pragma once

#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/data_folder.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"

namespace luft::tests {

struct Finished {
  runtime::ExitStatus status;
  std::string out;
  std::string err;
};

class Installation {
 public:
  Installation();
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  // `luft WORDS…`, to its end.
  Finished luft(const std::vector<std::string>& words);
  // Any program, to its end.
  Finished run(const std::vector<std::string>& command);

  // `luft WORDS…` in the background, one at a time.
  void start_luft(const std::vector<std::string>& words);
  runtime::Process& started() { return *started_; }
  [[nodiscard]] std::string said() const;  // by it, so far, on stdout and stderr

  // Waits until `luft up` or `luft demo` has its hub ready.
  [[nodiscard]] bool becomes_ready();

  // GET from the hub; null when there is no good answer.
  [[nodiscard]] nlohmann::json get(const std::string& path) const;
  // The rows that `luft sql` prints, without their format: "3", "21.5\n22".
  std::string sql(const std::string& query);
  // mosquitto_pub at QoS 1.
  void publish(const std::string& topic, const std::string& payload);
  // To broker, clickhouse, hub or ml. False when it does not run.
  [[nodiscard]] bool signal(const std::string& service, int number);
  [[nodiscard]] bool kill(const std::string& service) { return signal(service, SIGKILL); }

  [[nodiscard]] std::string file(const std::string& name) const { return made_.file(name); }
  [[nodiscard]] const cli::DataFolder& data() const { return data_; }
  void set(const std::string& variable, const std::string& value);
  [[nodiscard]] const std::string& variable(const std::string& name) const;

 private:
  runtime::testing::TempFolder made_;
  cli::DataFolder data_;
  std::map<std::string, std::string> environment_;
  std::optional<runtime::Process> started_;
  int runs_ = 0;
};

// Asks again and again until `reached` or the time is over.
[[nodiscard]] bool eventually(std::chrono::milliseconds patience,
                              const std::function<bool()>& reached);

}  // namespace luft::tests

// A script of bench/web/ that shows the page in Chromium and says what it saw, one JSON object a
// line.
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"

namespace luft::bench {

class BrowserScript {
 public:
  // Starts it with node. Throws std::runtime_error where node or the page's packages are missing.
  BrowserScript(const std::string& name, const std::vector<std::string>& arguments);
  BrowserScript(const BrowserScript&) = delete;
  BrowserScript& operator=(const BrowserScript&) = delete;

  // Waits until it has said a line with this member. Throws std::runtime_error, with what it said
  // instead, when it ends before or does not say it in time.
  void wait_for(const std::string& member, std::chrono::seconds patience);
  // Waits until it has ended; all it said. Throws likewise when it failed.
  [[nodiscard]] std::vector<nlohmann::json> all(std::chrono::seconds patience);
  // Ends it now; all it said until then.
  [[nodiscard]] std::vector<nlohmann::json> stop();

 private:
  [[nodiscard]] std::vector<nlohmann::json> lines() const;
  [[nodiscard]] std::string said() const;

  runtime::testing::TempFolder folder_;
  std::optional<runtime::Process> process_;
};

// The values of one member, in the order in which they were said.
[[nodiscard]] std::vector<double> values_of(const std::vector<nlohmann::json>& lines,
                                            const std::string& member);

}  // namespace luft::bench

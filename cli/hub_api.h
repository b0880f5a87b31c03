// What the hub's HTTP API answers (docs/api.md), as the CLI needs it. Members that the hub does
// not know, or does not send, stay empty.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/http_request.h"
#include "cli/hub_address.h"

namespace luft::cli {

struct DeviceView {
  std::string id;
  std::string room;
  std::string status;  // active, inactive
  std::optional<bool> online;
  std::int64_t first_seen_ms = 0;
  std::int64_t last_seen_ms = 0;
  std::map<std::string, double> readings;  // by metric
  std::optional<double> position_pct;
  bool is_moving = false;
  std::string cause;  // of the window's last movement
  std::optional<double> confidence;
  std::string reason;  // why it moved, or why the model decided so
};

struct PartView {
  std::string name;
  std::string state;
  std::string detail;
};

// Of all windows.
struct PauseView {
  std::int64_t since_ms = 0;
  std::int64_t until_ms = 0;
  std::string by;  // where a person said so
};

struct SystemView {
  bool ready = false;
  std::optional<PauseView> pause{};
  std::vector<PartView> parts;
  std::map<std::string, std::int64_t> totals;
  double control_p50_ms = 0;
  double control_p99_ms = 0;
  std::int64_t journaled_readings = 0;
  std::int64_t journal_bytes = 0;

  [[nodiscard]] std::int64_t total(const std::string& name) const;
};

// received = stored + journaled + duplicate + quarantined + dropped when all is accounted for.
struct CountsView {
  std::int64_t received = 0;
  std::int64_t stored = 0;
  std::int64_t journaled = 0;
  std::int64_t duplicate = 0;
  std::int64_t quarantined = 0;
  std::int64_t dropped = 0;
  std::int64_t lost = 0;
};

struct BalanceView {
  bool balanced = false;
  std::map<std::string, CountsView> devices;
  // Rows of identified readings beyond the first, by device; filled when they were asked for.
  std::map<std::string, std::int64_t> stored_twice{};
};

// Errors say what in the text is not as documented.
std::expected<std::vector<DeviceView>, std::string> parse_devices(std::string_view json);
std::expected<SystemView, std::string> parse_system(std::string_view json);
std::expected<BalanceView, std::string> parse_balance(std::string_view json);
std::expected<std::int64_t, std::string> parse_windows_told(std::string_view json);

// The same, asked of the hub.
std::expected<std::vector<DeviceView>, std::string> ask_devices(const HubAddress& hub);
std::expected<SystemView, std::string> ask_system(const HubAddress& hub);
std::expected<BalanceView, std::string> ask_balance(const HubAddress& hub);
// The same, having looked for readings stored twice since then.
std::expected<BalanceView, std::string> ask_balance_since(const HubAddress& hub,
                                                          std::int64_t since_ms);

inline constexpr std::chrono::milliseconds kHubPatience{2'000};
// A balance waits for the database, as long as the hub itself does and a little more.
inline constexpr std::chrono::milliseconds kBalancePatience{12'000};

// GET `path` of the hub, with its password where it asks for one; any status is an answer.
std::expected<HttpAnswer, std::string> get_from_hub(const HubAddress& hub, const std::string& path,
                                                    std::chrono::milliseconds patience);

// The body of GET `path` from the hub. The error says that nothing answers, or the hub's own
// words. 503 counts as an answer (what is not ready still says why).
std::expected<std::string, std::string> ask_hub(const HubAddress& hub, const std::string& path,
                                                std::chrono::milliseconds patience = kHubPatience);

// Sends `body`, a JSON object, to `path`; the answer's body. The error as of ask_hub().
std::expected<std::string, std::string> tell_hub(const HubAddress& hub, const std::string& path,
                                                 const std::string& body,
                                                 const std::string& method = "POST");

}  // namespace luft::cli

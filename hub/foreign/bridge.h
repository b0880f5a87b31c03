// Between other people's devices and Luft's own topics: their numbers become bare readings, their
// covers become windows. All of it in messages in and messages out, over the same broker, so that
// the rest of the hub, the model and the page see windows and readings like any other. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/topics.h"
#include "hub/foreign/cover.h"
#include "hub/foreign/introductions.h"
#include "hub/foreign/sources.h"
#include "hub/foreign/weather.h"
#include "hub/moment.h"
#include "runtime/settings.h"

namespace luft::hub {

struct ForeignPublication {
  std::string topic;  // whole: with the site's prefix where it is ours
  std::string payload;
  contract::Retain retain = contract::Retain::no;
  std::optional<std::uint32_t> expiry_s;
};

struct ForeignCounts {
  std::uint64_t readings = 0;
  std::uint64_t refused = 0;  // places that a source names where something else than a number stood
  std::uint64_t orders = 0;   // commands to covers
};

class Bridge {
 public:
  // A command that a cover could not get within that time is not worth having.
  static constexpr std::uint32_t kOrderExpiry_s = 30;
  // By then what the broker keeps has arrived.
  static constexpr std::chrono::seconds kIntroducedAfter{3};

  explicit Bridge(const runtime::Settings& settings);

  // Whether there is anything to do.
  [[nodiscard]] static bool is_needed(const runtime::Settings& settings) {
    return !settings.sources.empty() || !settings.covers.empty();
  }

  // Whole topics to subscribe to.
  [[nodiscard]] std::vector<std::string> topics() const;

  // What the hub knew of a window before a restart, with what remains of its hold; of no other
  // window anything. Before all messages.
  void recall(const contract::DeviceId& window, const contract::WindowState& state, Moment now);
  // `retained`: from before we subscribed. What should be published is appended to `out`.
  void on_message(std::string_view topic, std::string_view payload, contract::Retain retained,
                  Moment now, std::vector<ForeignPublication>& out);
  // The connection stands (again).
  void on_connected(Moment now) { connected_ = now.steady; }
  // About once a second.
  void on_tick(Moment now, std::vector<ForeignPublication>& out);

  [[nodiscard]] const ForeignCounts& counts() const { return counts_; }

 private:
  struct Window {
    contract::DeviceId device;
    Cover cover;
    Weather weather;
    std::string state_pointer;
  };
  using WindowIndex = std::size_t;

  void add_window(const runtime::CoverSettings& cover, const runtime::Settings& settings);
  void watch(const std::string& device, contract::Metric metric, WindowIndex window);
  void take_ours(const contract::Topic& topic, std::string_view payload, contract::Retain retained,
                 Moment now, std::vector<ForeignPublication>& out);
  void take_theirs(std::string_view topic, std::string_view payload, contract::Retain retained,
                   Moment now, std::vector<ForeignPublication>& out);
  void publish(const contract::DeviceId& device, CoverOutput output,
               std::vector<ForeignPublication>& out);
  [[nodiscard]] std::string ours(const contract::Topic& topic) const;

  std::string prefix_;  // of the site, with its slash
  Sources sources_;
  Introductions introductions_;
  std::optional<SteadyTime> connected_;  // last
  bool introduced_ = false;
  std::vector<Window> windows_;
  std::map<contract::DeviceId, WindowIndex> windows_by_device_;
  std::map<std::string, std::vector<WindowIndex>, std::less<>> windows_by_state_topic_;
  std::map<std::string, std::vector<WindowIndex>, std::less<>> weather_by_topic_;  // without prefix
  ForeignCounts counts_;
};

}  // namespace luft::hub

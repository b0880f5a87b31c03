// Makes every device appear in Home Assistant by itself, keeps it current there, and takes people's
// wishes from there. All of it in messages in and messages out. Pure; one thread.
//
// What is published: a device's introduction when it changed, when the connection is new, and with
// jitter when Home Assistant says that it started; its state when its window or a decision says
// something new, at once; for readings alone at most every kReadingsEvery. What the broker keeps of
// ours about devices that are not shown any more is taken back; where it is turned off, all of it,
// and again whenever Home Assistant comes, since a broker may keep nothing over a restart.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/home_assistant.h"
#include "contract/home_assistant_house.h"
#include "hub/message.h"
#include "hub/moment.h"
#include "hub/snapshot.h"
#include "runtime/settings.h"

namespace luft::hub {

struct HomeAssistantPublication {
  std::string topic;  // whole
  std::string payload;
  contract::Retain retain = contract::Retain::no;
  std::optional<std::uint32_t> expiry_s;
};

struct HomeAssistantOutput {
  std::vector<HomeAssistantPublication> publications;
  std::vector<PersonsWish> wishes;         // to be remembered as examples
  std::optional<contract::Airing> airing;  // what a person asked for all windows
  std::size_t refused = 0;                 // commands that were not understood, or about no window
};

class HomeAssistant {
 public:
  static constexpr std::size_t kMaxDevices = 1'000;  // later ones are not shown
  static constexpr std::chrono::seconds kReadingsEvery{10};
  static constexpr std::chrono::milliseconds kLongestJitter{5'000};
  static constexpr std::uint32_t kWishExpiry_s = 10;
  static constexpr std::size_t kMaxConfigBytes = 32 * 1024;  // longer ones are not ours

  // `seed`: of the jitter. `version`: of the hub, as it is shown there.
  HomeAssistant(const runtime::Settings& settings, std::string version, std::uint32_t seed);

  // Whole topics to subscribe to; where it is turned off, none for wishes.
  [[nodiscard]] std::vector<std::string> topics() const;

  // The connection stands (again): what the broker keeps may be gone.
  void on_connected();
  void on_message(std::string_view topic, std::string_view payload, contract::Retain retained,
                  const Snapshot& devices, Moment now, HomeAssistantOutput& output);
  // Some times a second.
  void on_tick(const Snapshot& devices, Moment now, HomeAssistantOutput& output);

 private:
  // What of a device is said at once when it changes; an equal value in another place is only
  // looked at once more. Not the whole device: there may be a thousand, and each would keep a
  // record that nobody else looks at any more.
  struct Known {
    std::shared_ptr<const Metadata> said;
    std::shared_ptr<const Build> build;
    std::shared_ptr<const Window> window;
    std::shared_ptr<const Decision> decision;
    std::uint32_t capabilities = 0;
    std::optional<bool> online;
    bool active = false;

    friend bool operator==(const Known&, const Known&) = default;
  };
  struct Shown {
    std::optional<Known> known;              // as it was published last; empty: not yet
    SystemTime last_seen;                    // of the same: what came since are readings
    std::optional<std::size_t> config_hash;  // of what was published: the text would be 5 KB
    std::optional<std::size_t> state_hash;
    std::string_view hold;
    SteadyTime said_at;
    std::optional<SteadyTime> introduce_at;  // again, although nothing changed
  };
  // The house itself, with the switch for all windows.
  struct House {
    std::optional<contract::Airing> said;  // empty: not yet
    std::optional<SteadyTime> introduce_at = SteadyTime{};
  };
  [[nodiscard]] bool is_on() const { return discovery_ == runtime::Discovery::on; }
  [[nodiscard]] contract::HomeAssistantNames names() const;
  [[nodiscard]] contract::HomeAssistantTopics topics_of(std::string_view device) const;
  void introduce_all_again(Moment now);
  void take_wish(std::string_view device, std::string_view payload, const Snapshot& devices,
                 Moment now, HomeAssistantOutput& output);
  static void take_house_wish(std::string_view payload, HomeAssistantOutput& output);
  void tell_window(const contract::DeviceId& window, const contract::WindowSet& set,
                   HomeAssistantOutput& output) const;
  void note_kept(std::string_view topic, std::string_view payload);
  void take_back_gone(const std::set<std::string, std::less<>>& there, HomeAssistantOutput& output);
  [[nodiscard]] static Known known_of(const Device& device);
  void show(const Device& device, Moment now, HomeAssistantOutput& output);
  void show_house(const Snapshot& devices, Moment now, HomeAssistantOutput& output);
  void introduce(const Device& device, Shown& shown, Moment now, HomeAssistantOutput& output) const;
  void say(const Device& device, Shown& shown, Moment now, HomeAssistantOutput& output) const;

  runtime::Discovery discovery_;
  std::string prefix_;
  std::string site_;
  std::chrono::seconds silent_after_;
  std::string version_;
  std::minstd_rand chance_;
  std::map<std::string, Shown, std::less<>> shown_;  // by id
  House house_;
  std::set<std::string, std::less<>> kept_;  // ids that the broker keeps something of
  bool retract_all_ = false;                 // turned off: once more
};

}  // namespace luft::hub

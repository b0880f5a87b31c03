// A year of one device in a home where everything fails now and then: power, Wi-Fi, broker, hub.
// Same seed, same year. The test looks at what became of each reading and at every movement.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "firmware/core/backlog/fake_flash.h"
#include "firmware/core/fake_ports.h"
#include "firmware/core/year/year_account.h"
#include "firmware/core/year/year_hub.h"
#include "firmware/core/year/year_life.h"
#include "firmware/core/year/year_watch.h"

namespace luft::firmware::testing {

struct YearSettings {
  unsigned seed = 1;
  Uptime longest_wifi_loss = std::chrono::hours{96};
  std::optional<Uptime> outage_at = std::nullopt;  // one loss of kOutage more, for certain
  Uptime mean_between_cuts = std::chrono::hours{24 * 5};
  Uptime mean_between_restarts = std::chrono::hours{24 * 2};  // that a person asks for
  Uptime mean_between_words = std::chrono::minutes{40};       // of the model, one in 20 of a person
  double loss = 0.005;                                        // of messages
};

class YearWorld : private MessageSink {
 public:
  static constexpr Uptime kOutage = std::chrono::hours{96};

  explicit YearWorld(const YearSettings& settings);
  ~YearWorld() override;

  void run(Uptime time);
  void calm_down();  // all is well, nothing more is sampled, and all that is held is sent

  [[nodiscard]] const YearAccount& account() const { return account_; }
  [[nodiscard]] const YearHub& hub() const { return hub_; }
  [[nodiscard]] const FakeFlash& flash() const { return flash_; }
  // How often where the window is and a hold were written down, and not the same as before.
  [[nodiscard]] int times_remembered() const { return ports_.memory.changes; }
  // Taken, but not at the hub.
  [[nodiscard]] std::vector<contract::ReadingRef> missing() const;

 private:
  bool publish(const contract::Topic& topic, std::string_view payload) override;
  void tick();
  void boot();
  void restart_in_order();
  void power_off();
  void end_life();
  void pass_events();
  void deliver_up(const contract::Topic& topic, const std::string& payload);
  // False when it was lost on its way.
  bool hear(contract::TopicKind kind, std::string_view payload);
  void person_or_model_speaks();
  void person_speaks(double position_pct);
  void change_the_room();
  [[nodiscard]] Uptime chance(Uptime mean);
  [[nodiscard]] Uptime wifi_loss();
  [[nodiscard]] bool is_lost();
  [[nodiscard]] bool is_outage() const;

  YearSettings settings_;
  std::minstd_rand random_;
  FakeFlash flash_;
  FakePorts ports_;
  YearHub hub_;
  YearAccount account_;
  YearWatch watch_{account_, ports_.motor};
  std::map<std::uint64_t, std::uint64_t> taken_;  // boot -> newest seq
  std::unique_ptr<YearLife> life_;
  Uptime wall_{};
  Uptime booted_{};
  std::uint64_t boots_ = 0;
  bool calm_ = false;
  bool connected_ = false;
  bool hub_up_ = true;
  Uptime connection_changes_{};
  Uptime hub_changes_{};
  Uptime cut_at_{};
  Uptime restart_at_{};             // a person asks for one
  std::optional<Uptime> restarts_;  // the device's last words are over then
  Uptime power_back_{};
  Uptime speaks_at_{};
  std::deque<std::pair<contract::Topic, std::string>> up_;
  std::set<std::uint64_t> receipts_due_;
  std::uint64_t newest_at_hub_ = 0;
  Uptime sensors_back_{};  // until then they are silent
  Uptime sensors_vanish_{};
  Uptime broker_restarts_{};
  Uptime knows_time_from_{};  // in some lives never: no time server
  contract::Batch batch_;
};

}  // namespace luft::firmware::testing

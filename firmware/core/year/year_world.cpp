#include "firmware/core/year/year_world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "contract/receipt.h"

namespace luft::firmware::testing {
namespace {

using contract::Metric;
using contract::TopicKind;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Uptime kTick = seconds{1};
// As the chip has it (esp32/main/config.h, panel.cpp).
constexpr std::size_t kReadingsInRam = 64;
constexpr Uptime kLastWords = seconds{2};
}  // namespace

YearWorld::YearWorld(const YearSettings& settings) : settings_(settings), random_(settings.seed) {
  ports_.memory.state.position_pct = 20;
  sensors_vanish_ = chance(hours{24 * 3});
  connection_changes_ = chance(minutes{5});
  hub_changes_ = chance(hours{60});
  cut_at_ = chance(settings.mean_between_cuts);
  restart_at_ = chance(settings.mean_between_restarts);
  speaks_at_ = chance(hours{1});
  broker_restarts_ = chance(hours{24 * 4});
  boot();
}

YearWorld::~YearWorld() = default;

void YearWorld::run(Uptime time) {
  for (const Uptime end = wall_ + time; wall_ < end; wall_ += kTick) tick();
}

void YearWorld::calm_down() {
  calm_ = true;
  flash_.give_power();
  if (!life_) boot();
  life_->device().stop_sampling();
  settings_.loss = 0;
  connection_changes_ = hub_changes_ = wall_;
  run(hours{12});
  taken_[boots_] = life_->device().outbox().newest_seq();
  account_.dropped_full += life_->device().outbox().counters().dropped_full;
  for (const auto& [boot, seq] : taken_) account_.taken += seq;
  if (life_->device().outbox().held() > 0) account_.wrongs.emplace_back("something is still held");
}

void YearWorld::tick() {
  if (!life_) {
    if (wall_ >= power_back_) boot();
    return;
  }
  pass_events();
  change_the_room();
  if (wall_ >= knows_time_from_) {
    constexpr std::uint64_t kStart_ms = 1'790'000'000'000;
    ports_.clock.now_ms = kStart_ms + wire_ms(wall_);
    ports_.clock.minute = static_cast<std::uint16_t>(wall_ / minutes{1} % 1'440);
  }
  const Uptime now = wall_ - booted_;
  for (; !up_.empty(); up_.pop_front()) deliver_up(up_.front().first, up_.front().second);
  if (hub_up_ && wall_ % seconds{2} == Uptime{}) {
    for (const std::uint64_t boot : receipts_due_) {
      std::array<char, 256> text{};
      hear(TopicKind::device_receipt, contract::write_receipt(hub_.receipt(boot), text));
    }
    receipts_due_.clear();
  }
  if (!calm_ && wall_ >= speaks_at_) person_or_model_speaks();
  life_->device().on_tick(now);
  watch_.on_tick(life_->device().window()->motor(), kTick);
  const bool torn = !flash_.powered;
  if (torn || (!calm_ && wall_ >= cut_at_ + minutes{2})) return power_off();
  restart_in_order();
}

void YearWorld::pass_events() {
  if (is_outage() && connected_) connection_changes_ = wall_;
  // The hub cannot count what it never heard of: the end of a start that the flash gave up whole.
  if (is_outage()) cut_at_ = std::max(cut_at_, *settings_.outage_at + kOutage);
  const bool stays = connected_ ? calm_ : is_outage();
  if (wall_ >= connection_changes_ && !stays) {
    connected_ = !connected_;
    up_.clear();
    if (connected_) {
      life_->device().on_connected(wall_ - booted_);
      connection_changes_ = wall_ + chance(hours{30});
    } else {
      life_->device().on_disconnected();
      connection_changes_ = wall_ + wifi_loss();
    }
  }
  // What was under way in the broker is gone, and all reconnect: the device within seconds.
  if (!calm_ && wall_ >= broker_restarts_) {
    broker_restarts_ = wall_ + chance(hours{24 * 4});
    if (connected_) {
      ++account_.broker_restarts;
      up_.clear();
      receipts_due_.clear();
      connected_ = false;
      life_->device().on_disconnected();
      connection_changes_ = wall_ + seconds{5};
    }
  }
  if (wall_ >= hub_changes_ && !(calm_ && hub_up_)) {
    hub_up_ = !hub_up_;
    account_.hub_restarts += hub_up_ ? 1 : 0;
    hub_changes_ = wall_ + (hub_up_ ? chance(hours{60}) : chance(minutes{10}));
    if (hub_up_) hear(TopicKind::hub_status, "online");
  }
  if (!calm_ && connected_ && wall_ >= restart_at_) {
    restart_at_ = wall_ + chance(settings_.mean_between_restarts);
    hear(TopicKind::device_command, R"({"command":"restart"})");
  }
  // From now on the power goes with one of the next bytes that are written, or in two minutes.
  if (!calm_ && wall_ == cut_at_) flash_.cut_power_after(random_() % 300);
}

// Days and nights, of summers and winters, without a hazard; and wires that come loose.
void YearWorld::change_the_room() {
  if (wall_ < sensors_back_) return;
  const double days = std::chrono::duration<double>(wall_) / hours{24};
  const double day = std::sin(2 * std::numbers::pi * days);
  const double year = std::sin(2 * std::numbers::pi * days / 365);
  ports_.sensors.values = {{Metric::temperature, 20 + 4 * day + 6 * year},
                           {Metric::humidity, 50 - 10 * day},
                           {Metric::sound_volume, 40}};
  if (calm_ || wall_ < sensors_vanish_) return;
  ports_.sensors.values.clear();
  sensors_back_ = wall_ + chance(hours{5});
  sensors_vanish_ = sensors_back_ + chance(hours{24 * 3});
  account_.hours_without_sensors += static_cast<std::uint64_t>((sensors_back_ - wall_) / hours{1});
}

void YearWorld::boot() {
  flash_.give_power();
  booted_ = wall_;
  connected_ = false;
  watch_.on_start();
  restarts_.reset();
  ports_.system.restarted = 0;
  ports_.clock.now_ms.reset();
  ports_.clock.minute.reset();
  knows_time_from_ = random_() % 3 == 0 ? Uptime::max() : wall_ + chance(minutes{30});
  account_.boots_without_clock += knows_time_from_ == Uptime::max() ? 1 : 0;
  connection_changes_ = wall_ + chance(seconds{20});
  cut_at_ = wall_ + chance(settings_.mean_between_cuts);
  MessageSink& sink = *this;
  life_ = std::make_unique<YearLife>(flash_, ports_, sink, watch_, ++boots_);
}

// Asked for by a person, an update, the setup page: nothing may be lost by it.
void YearWorld::restart_in_order() {
  if (!restarts_ && ports_.system.restarted > 0) restarts_ = wall_ + kLastWords;
  if (!restarts_ || wall_ < *restarts_ || life_->device().is_moving()) return;
  ++account_.orderly_restarts;
  if (life_->in_ram().size() > 0) account_.wrongs.emplace_back("a restart lost what was in RAM");
  end_life();
  power_back_ = wall_ + seconds{1};
}

void YearWorld::end_life() {
  const Outbox& outbox = life_->device().outbox();
  taken_[boots_] = outbox.newest_seq();
  account_.dropped_full += outbox.counters().dropped_full;
  up_.clear();
  life_.reset();
}

void YearWorld::power_off() {
  ++account_.power_cuts;
  for (std::size_t i = 0; i < life_->in_ram().size(); ++i) {
    const contract::ReadingRef& ref = life_->in_ram().at(i).ref;
    account_.in_ram_at_a_cut.emplace(ref.boot, ref.seq);
    if (wall_ - booted_ - life_->in_ram().at(i).taken > minutes{2}) {
      account_.wrongs.emplace_back("a reading was in RAM alone for more than two minutes");
    }
  }
  end_life();
  power_back_ = wall_ + chance(random_() % 5 == 0 ? Uptime{hours{5}} : Uptime{minutes{2}});
}

std::vector<contract::ReadingRef> YearWorld::missing() const {
  std::vector<contract::ReadingRef> result;
  for (const auto& [boot, newest] : taken_) {
    for (std::uint64_t seq = 1; seq <= newest; ++seq) {
      if (!hub_.has({boot, seq})) result.push_back({boot, seq});
    }
  }
  return result;
}

Uptime YearWorld::chance(Uptime mean) {
  std::exponential_distribution<double> distribution(1.0 / static_cast<double>(mean.count()));
  return std::chrono::ceil<seconds>(Uptime{static_cast<std::int64_t>(distribution(random_)) + 1});
}

// Minutes mostly, hours now and then, days seldom.
Uptime YearWorld::wifi_loss() {
  const auto kind = random_() % 20;
  const Uptime mean = kind == 0 ? Uptime{hours{50}} : kind < 5 ? Uptime{hours{4}} : minutes{8};
  return std::min(chance(mean), settings_.longest_wifi_loss);
}

bool YearWorld::is_outage() const {
  return !calm_ && settings_.outage_at && wall_ >= *settings_.outage_at &&
         wall_ < *settings_.outage_at + kOutage;
}

}  // namespace luft::firmware::testing

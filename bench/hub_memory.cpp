// What the hub takes of the machine's memory: all that is resident with a household of 100 devices
// in steady traffic, and of its own pages what each further device adds in steady traffic, up to as
// many as a hub takes: one that senses, and one that has a window as well, about which the model is
// asked, with answers that it follows and without. And all that is resident after ten thousand
// spoke at once, as when the power comes back.
#include <exception>
#include <optional>
#include <stdexcept>
#include <thread>

#include "bench/benchmarks.h"
#include "bench/counter.h"
#include "bench/device_crowd.h"
#include "bench/luft_services.h"
#include "bench/obedient_windows.h"
#include "bench/offered_load.h"
#include "bench/usage.h"

namespace luft::bench {

namespace {

constexpr int kRounds = 5;
constexpr std::size_t kHousehold = 100;
constexpr double kHouseholdLimit_MB = 40;
constexpr double kDeviceLimit_bytes = 1024;
// The household speaks as much as a crowd does: what that takes is no device's own.
constexpr std::size_t kLikeACrowd = 200;
constexpr std::size_t kSpeakers = 10'000;  // in each round, of all that there are
constexpr double kCrowd_per_s = 4'000;     // twice what 100,000 devices say that speak each minute
constexpr double kSteady_per_s = 1'000;
constexpr std::chrono::seconds kRound{2};
constexpr std::chrono::seconds kPatience{30};

// A receipt that finds no room in the hub would only come once its device sends again.
const std::map<std::string, std::string> kCrowded{{"LUFT_INTAKE_RATE", "1000000"},
                                                  {"LUFT_INTAKE_BURST", "1000000"},
                                                  {"LUFT_MQTT_MAX_OUTGOING", "100000"}};

double bytes_now(const LuftServices& services) {
  return static_cast<double>(private_bytes_of(services.hub_pid()));
}

std::vector<double> household_MB() {
  const LuftServices services{WithModel::no, kNoRateLimits};
  const auto broker = services.broker().settings("unused");
  const Counter receipted{broker, "device/+/receipt", NewlyReceipted{}};
  OfferedLoad load{broker, {.devices = kHousehold, .readings_per_s = kSteady_per_s}, [&receipted] {
                     return receipted.total();
                   }};
  load.start();
  std::vector<double> taken;
  for (int round = 0; round < kRounds; ++round) {
    std::this_thread::sleep_for(kRound);
    taken.push_back(static_cast<double>(resident_bytes_of(services.hub_pid())) / 1e6);
  }
  if (!load.stop(kPatience)) throw std::runtime_error{"not all of the load was receipted"};
  return taken;
}

// Bytes for each device beyond a household, after each of some rounds in which many of them spoke.
class Growth {
 public:
  Growth(CrowdOf what, WithModel with_model)
      : services_{with_model, kCrowded},
        crowd_{what, services_.broker().settings("unused"), receipted_} {
    if (with_model == WithModel::yes) windows_.emplace(services_.broker().settings("unused"));
    crowd_.set_pace(kCrowd_per_s);
    crowd_.grow_to(kHousehold);
    crowd_.speak(kHousehold, kLikeACrowd);
    services_.expect_stored_once(crowd_.readings());
    before_ = bytes_now(services_);
  }

  std::vector<double> resident_MB_after_bursts_of(std::size_t devices) {
    crowd_.set_pace(0);
    crowd_.grow_to(devices);
    std::vector<double> resident;
    for (int round = 0; round < kRounds; ++round) {
      crowd_.speak(devices, 1);
      services_.expect_stored_once(crowd_.readings());
      resident.push_back(static_cast<double>(resident_bytes_of(services_.hub_pid())) / 1e6);
    }
    return resident;
  }

  std::vector<double> per_device_up_to(std::size_t devices) {
    crowd_.grow_to(devices);
    std::vector<double> grown;
    for (int round = 0; round < kRounds; ++round) {
      crowd_.speak(kSpeakers, 1);
      services_.expect_stored_once(crowd_.readings());
      grown.push_back((bytes_now(services_) - before_) / static_cast<double>(devices - kHousehold));
    }
    if (windows_ &&
        services_.metric("luft_hub_movements_total") < static_cast<double>(devices) / 2) {
      throw std::runtime_error{"the model did not move the windows"};
    }
    return grown;
  }

 private:
  LuftServices services_;
  std::optional<ObedientWindows> windows_;  // where a model tells them where to stand
  Counter receipted_{services_.broker().settings("unused"), "device/+/receipt", NewlyReceipted{}};
  DeviceCrowd crowd_;
  double before_ = 0;
};

}  // namespace

std::vector<Figure> hub_memory() {
  auto household = against_limit("hub/memory-100-devices", kHouseholdLimit_MB, "MB", Goal::at_most);
  const auto device = [](const char* name) {
    return against_limit(name, kDeviceLimit_bytes, "bytes", Goal::at_most);
  };
  auto burst =
      against_limit("hub/memory-10000-devices-at-once",
                    kHouseholdLimit_MB + kSpeakers * kDeviceLimit_bytes / 1e6, "MB", Goal::at_most);
  auto ten = device("hub/memory-per-sensor-10000");
  auto hundred = device("hub/memory-per-sensor-100000");
  auto answered = device("hub/memory-per-answered-window-10000");
  auto unanswered = device("hub/memory-per-window-100000");
  try {
    household.rounds = household_MB();
    {
      Growth growth{CrowdOf::sensors, WithModel::no};
      ten.rounds = growth.per_device_up_to(10'000);
      hundred.rounds = growth.per_device_up_to(100'000);
    }
    burst.rounds = Growth{CrowdOf::sensors, WithModel::no}.resident_MB_after_bursts_of(kSpeakers);
    answered.rounds = Growth{CrowdOf::windows, WithModel::yes}.per_device_up_to(10'000);
    unanswered.rounds = Growth{CrowdOf::windows, WithModel::no}.per_device_up_to(100'000);
  } catch (const std::exception& problem) {
    for (Figure* figure : {&household, &burst, &ten, &hundred, &answered, &unanswered}) {
      figure->could_not = problem.what();
    }
  }
  return {household, burst, ten, hundred, answered, unanswered};
}

}  // namespace luft::bench

#include "hub/airing.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "contract/topics.h"
#include "runtime/shallow_json.h"
#include "runtime/whole_number.h"

namespace luft::hub {
namespace {

// A hold that ends so soon counts as over: there is no moment between it and the pause's.
constexpr std::uint32_t kAlmostOver_s = 5;
// How far the end of a hold may lie from what was said: windows count whole seconds, on clocks of
// their own.
constexpr std::chrono::seconds kTolerance{60};

bool has_window(const Device& device) {
  return device.window != nullptr && device.may_have_window();
}

bool can_be_told(const Device& device) {
  return has_window(device) && device.active && device.online.value_or(true);
}

std::int64_t unix_ms(SystemTime time) {
  return time.time_since_epoch().count();
}

}  // namespace

std::size_t HousePause::set(Airing airing, std::string_view by, const Registry& devices, Moment now,
                            std::vector<Publication>& told) {
  auto windows = devices.all() | std::views::filter(has_window);
  std::size_t count = 0;
  if (airing == Airing::paused) {
    if (!pause_) {
      pause_ = std::make_shared<const Pause>(
          Pause{.since = now.wall, .until = now.wall + kLongest, .by = std::string{by}});
      until_ = pause_->until;
      owed_.clear();
      changed_ = true;
    }
    waiting_.clear();
    tick(devices, now, told);
    return static_cast<std::size_t>(std::ranges::distance(windows));
  }
  if (!pause_) return 0;
  const auto hurried = std::exchange(waiting_, {});  // told to hold, and not heard of since
  end();
  for (const Device& each : windows) {
    if (!is_held_by_pause(each) && !hurried.contains(each.number)) continue;
    owed_.emplace(each.id.view());
    ++count;
    if (can_be_told(each)) give_back(each, now, told);
  }
  return count;
}

void HousePause::tick(const Registry& devices, Moment now, std::vector<Publication>& told) {
  if (pause_ && now.wall >= until_) end();
  if (!pause_ && owed_.empty()) return;
  for (const Device& device : devices.all()) {
    if (!can_be_told(device)) continue;
    const std::uint32_t left_s = hold_left_s(*device.window, now.wall);
    if (pause_) {
      if (left_s <= kAlmostOver_s) {
        hold(device, now, told);
      } else {
        waiting_.erase(device.number);
      }
    } else if (const auto owed = owed_.find(device.id.view()); owed != owed_.end()) {
      if (left_s > 0 && is_held_by_pause(device)) {
        give_back(device, now, told);
      } else {
        owed_.erase(owed);
        waiting_.erase(device.number);
        changed_ = true;
      }
    }
  }
}

void HousePause::end() {
  pause_ = nullptr;
  waiting_.clear();
  changed_ = true;
}

bool HousePause::is_held_by_pause(const Device& device) const {
  const auto hold = std::chrono::seconds{device.window->state.hold_s.value_or(0)};
  return device.window->time + hold >= until_ - kTolerance;
}

void HousePause::hold(const Device& device, Moment now, std::vector<Publication>& told) {
  const auto left = std::chrono::ceil<std::chrono::seconds>(until_ - now.wall).count();
  if (left <= kAlmostOver_s) return;
  tell(device,
       contract::SetPosition{.position_pct = device.window->state.target_pct,
                             .hold_s = static_cast<std::uint32_t>(left)},
       now, told);
}

void HousePause::give_back(const Device& device, Moment now, std::vector<Publication>& told) {
  tell(device, contract::ReleaseHold{}, now, told);
}

void HousePause::tell(const Device& device, const contract::WindowSet& set, Moment now,
                      std::vector<Publication>& told) {
  const auto [entry, is_first] = waiting_.try_emplace(device.number, Told{.at = now.steady});
  Told& before = entry->second;
  if (!is_first) {
    if (now.steady - before.at < before.silence) return;
    before = {.at = now.steady, .silence = std::min(before.silence * 2, kLongestSilence)};
  }
  std::array<char, contract::kMaxMessageBytes> buffer;
  told.push_back({.topic = contract::topic_name(
                      {.kind = contract::TopicKind::window_set, .device = device.id, .metric = {}}),
                  .payload = std::string{contract::write_window_set(set, buffer)},
                  .expiry_s = kExpiry_s});
}

std::string HousePause::take_kept() {
  changed_ = false;
  nlohmann::json kept{{"until_ms", unix_ms(until_)}, {"owed", owed_}};
  if (pause_) {
    kept["since_ms"] = unix_ms(pause_->since);
    kept["by"] = pause_->by;
  }
  return kept.dump();
}

bool HousePause::restore(std::string_view kept) {
  const auto json = runtime::parse_shallow_json(kept);
  const auto time = [&](const char* name) {
    return SystemTime{std::chrono::milliseconds{
        runtime::whole_number<std::int64_t>(json.value(name, nlohmann::json(0)))}};
  };
  try {
    if (!json.is_object()) return false;
    const auto until = time("until_ms");
    const auto owed = json.value("owed", std::vector<std::string>{});
    std::shared_ptr<const Pause> pause;
    if (json.contains("by")) {
      pause = std::make_shared<const Pause>(
          Pause{.since = time("since_ms"), .until = until, .by = json.value("by", "")});
    }
    until_ = until;
    owed_ = {owed.begin(), owed.end()};
    pause_ = std::move(pause);
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

}  // namespace luft::hub

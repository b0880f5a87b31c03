#include "firmware/core/self_report.h"

#include <algorithm>

namespace luft::firmware {

using contract::Presence;

namespace {

// How the chip is, again and again while it runs: a trend shows before it fails.
constexpr Uptime kInfoEvery = std::chrono::minutes{15};

}  // namespace

SelfReport::SelfReport(const contract::DeviceId& device, const contract::DeviceInfo& about,
                       const Ports& ports)
    : device_(device),
      about_(about),
      sink_(ports.sink),
      scratch_(ports.scratch),
      health_(ports.health) {}

void SelfReport::on_connected(Uptime now) {
  has_left_ = false;
  say_status(Presence::online);
  say_info(now);
}

void SelfReport::on_status(Presence presence) {
  if (presence == Presence::offline && !has_left_) say_status(Presence::online);
}

void SelfReport::say_offline() {
  has_left_ = true;
  say_status(Presence::offline);
}

void SelfReport::say_status(Presence presence) {
  // A status that is not taken now is said again with the next connection.
  (void)sink_.publish(status_topic(), contract::name(presence));
}

void SelfReport::say_info(Uptime now) {
  info_said_ = now;
  if (health_ != nullptr) {
    health_->describe(about_);
    about_.diagnostics.longest_round_ms = static_cast<std::uint32_t>(longest_round_.count());
  }
  info_unsaid_ = !sink_.publish(topic(TopicKind::device_info),
                                contract::write_device_info(about_, scratch_.text));
}

void SelfReport::say_settings(const Configuration& configuration, const Configurable& parts) {
  const auto report = configuration.report(parts);
  settings_unsaid_ = !sink_.publish(topic(TopicKind::config_reported),
                                    contract::write_reported_config(report, scratch_.text));
}

void SelfReport::on_tick(Uptime now) {
  if (last_round_ != kNever) longest_round_ = std::max(longest_round_, now - last_round_);
  last_round_ = now;
  if (health_ != nullptr && now - info_said_ >= kInfoEvery) say_info(now);
}

void SelfReport::say_again(const Configuration& configuration, const Configurable& parts,
                           Uptime now) {
  if (info_unsaid_) {
    say_info(now);
  } else if (settings_unsaid_) {
    say_settings(configuration, parts);
  }
}

}  // namespace luft::firmware

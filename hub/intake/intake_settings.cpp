// The intake's part that people steer: what they say of devices, and the settings devices should
// have.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "contract/limits.h"
#include "hub/intake/intake.h"

namespace luft::hub {
namespace {

// Above all that either side ever had; a device may say that it has the last one there is.
std::uint64_t next_version(std::uint64_t version) {
  return std::min(version + 1, contract::kMaxIdentifier);
}

}  // namespace

OrderResult Intake::take(const Order& order, Moment now, Outcome& outcome) {
  const auto device = registry_.find(order.device);
  if (!device || registry_[*device].removed) {
    return std::unexpected{OrderRefused{.why = OrderRefused::Why::no_such_device,
                                        .text = "No such device was heard of so far."}};
  }
  if (const auto* patch = std::get_if<MetadataPatch>(&order.change)) {
    const Device& known = registry_[*device];
    auto said = patched(known.said ? *known.said : Metadata{}, *patch, settings_.trigger);
    if (!said) {
      return std::unexpected{
          OrderRefused{.why = OrderRefused::Why::contradicts, .text = said.error()}};
    }
    describe(*device, *std::move(said), now, outcome);
  } else if (std::holds_alternative<Removal>(order.change)) {
    remove(*device, now, outcome);
  } else {
    configure(*device, std::get<contract::DeviceConfig>(order.change), now, outcome);
  }
  return std::make_shared<const Device>(registry_[*device]);
}

// What the broker retains of it goes too. Receipts stay: if it sends its readings again, they are
// not stored twice.
void Intake::remove(DeviceNumber device, Moment now, Outcome& outcome) {
  const std::shared_ptr<const Device> before = std::make_shared<const Device>(registry_[device]);
  for (const DeviceNumber member : registry_.remove(device)) asking_.forget_room(member);
  asking_.forget(device);
  windows_.forget(device);
  for (const contract::TopicInfo& topic : contract::all_topics()) {
    const bool is_of_a_device = topic.pattern.find("{id}") != std::string_view::npos;
    if (!is_of_a_device || topic.retain != contract::Retain::yes) continue;
    take_back({.kind = topic.kind, .device = before->id, .metric = {}}, outcome);
  }
  add_event(device, "revoked", now.wall, outcome);
  add_row(*before, "revoked", now.wall, outcome);
}

void Intake::describe(DeviceNumber device, Metadata said, Moment now, Outcome& outcome) {
  const Device& known = registry_[device];
  if (known.said ? *known.said == said : said == Metadata{}) return;
  for (const DeviceNumber member : registry_.describe(device, std::move(said))) {
    asking_.forget_room(member);
  }
  add_event(device, "updated", now.wall, outcome);
  add_device_row(device, now.wall, outcome);
}

void Intake::configure(DeviceNumber device, contract::DeviceConfig desired, Moment now,
                       Outcome& outcome) {
  Configuration next = configuration_of(device);
  const std::uint64_t reported = next.reported ? next.reported->in_force.version : 0;
  desired.version = next_version(std::max(next.desired.version, reported));
  next.desired = desired;
  registry_.change(device).configuration = configurations_.share(next);
  std::array<char, contract::kMaxMessageBytes> buffer;
  add_event(device, "configured", now.wall, outcome,
            fmt::format(R"({{"desired":{}}})", contract::write_device_config(desired, buffer)));
  publish_desired(device, outcome);
}

Configuration Intake::configuration_of(DeviceNumber device) const {
  const auto& configuration = registry_[device].configuration;
  return configuration ? *configuration : Configuration{};
}

void Intake::publish_desired(DeviceNumber device, Outcome& outcome) {
  std::array<char, contract::kMaxMessageBytes> buffer;
  outcome.publications.push_back(
      {.topic = contract::topic_name({.kind = contract::TopicKind::config_desired,
                                      .device = registry_[device].id,
                                      .metric = {}}),
       .payload = std::string{contract::write_device_config(
           registry_[device].configuration->desired, buffer)},
       .retain = contract::Retain::yes});
}

void Intake::say_desired(std::size_t at_most, Outcome& outcome) {
  const std::size_t count = registry_.all().size();
  for (; at_most > 0 && next_desired_ < count; ++next_desired_) {
    const auto number = static_cast<DeviceNumber>(next_desired_);
    const auto& configuration = registry_[number].configuration;
    if (!configuration || configuration->desired.version == 0) continue;
    publish_desired(number, outcome);
    --at_most;
  }
}

void Intake::take_reported(DeviceNumber device, const contract::ReportedConfig& reported,
                           Moment now, Outcome& outcome) {
  Configuration next = configuration_of(device);
  if (next.reported == reported) return;
  next.reported = reported;
  std::array<char, contract::kMaxMessageBytes> buffer;
  add_event(device, "configured", now.wall, outcome,
            fmt::format(R"({{"reported":{}}})", contract::write_reported_config(reported, buffer)));
  // The hub may have lost what it knew, the device what it had.
  const bool device_is_ahead =
      next.desired.version > 0 && reported.in_force.version > next.desired.version;
  if (device_is_ahead) next.desired.version = next_version(reported.in_force.version);
  registry_.change(device).configuration = configurations_.share(next);
  if (next.desired.version > reported.in_force.version) publish_desired(device, outcome);
}

}  // namespace luft::hub

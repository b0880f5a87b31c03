// The intake's part that people steer: what they say of devices, and the settings devices should
// have.
#include <array>

#include "hub/intake/intake.h"

namespace luft::hub {

OrderResult Intake::take(const Order& order, Moment now, Outcome& outcome) {
  const auto device = registry_.find(order.device);
  if (!device) {
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
  } else {
    configure(*device, std::get<contract::DeviceConfig>(order.change), now, outcome);
  }
  return std::make_shared<const Device>(registry_[*device]);
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

// A new version, above all that either side ever had.
void Intake::configure(DeviceNumber device, contract::DeviceConfig desired, Moment now,
                       Outcome& outcome) {
  Configuration next = configuration_of(device);
  const std::uint64_t reported = next.reported ? next.reported->in_force.version : 0;
  desired.version = std::max(next.desired.version, reported) + 1;
  next.desired = desired;
  registry_.change(device).configuration = std::make_shared<const Configuration>(next);
  add_event(device, "configured", now.wall, outcome,
            "version " + std::to_string(desired.version) + " desired");
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

void Intake::on_connected(Outcome& outcome) {
  for (const Device& device : registry_.all()) {
    if (device.configuration && device.configuration->desired.version > 0) {
      publish_desired(device.number, outcome);
    }
  }
}

void Intake::take_reported(DeviceNumber device, const contract::ReportedConfig& reported,
                           Moment now, Outcome& outcome) {
  Configuration next = configuration_of(device);
  if (next.reported == reported) return;
  next.reported = reported;
  std::string detail = "version " + std::to_string(reported.in_force.version) + " in force";
  for (const contract::ConfigRefusal& refusal : reported.refused()) {
    detail += "; not " + std::string{refusal.setting.view()} + ": ";
    detail += refusal.reason.view();
  }
  add_event(device, "configured", now.wall, outcome, detail);
  // The hub may have lost what it knew, the device what it had.
  const bool device_is_ahead =
      next.desired.version > 0 && reported.in_force.version > next.desired.version;
  if (device_is_ahead) next.desired.version = reported.in_force.version + 1;
  registry_.change(device).configuration = std::make_shared<const Configuration>(next);
  if (next.desired.version > reported.in_force.version) publish_desired(device, outcome);
}

}  // namespace luft::hub

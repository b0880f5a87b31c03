// The intake's part that keeps the registry current: who was heard, who fell silent, what is
// written about it.
#include "hub/intake/intake.h"

namespace luft::hub {

void Intake::note_heard(DeviceNumber device, Moment now, Outcome& outcome) {
  if (device == kUnknownDevice) return;
  Device& heard = registry_.change(device);
  heard.last_seen = now.wall;
  if (heard.active) return;
  heard.active = true;
  add_event(device, "seen", now.wall, outcome);
  add_device_row(device, now.wall, outcome);
}

void Intake::note_silent(Moment now, Outcome& outcome) {
  for (const Device& device : registry_.all()) {
    if (device.number == kUnknownDevice || !device.active) continue;
    if (now.wall - device.last_seen <= settings_.registry.inactive_after) continue;
    const DeviceNumber number = device.number;
    registry_.change(number).active = false;
    add_event(number, "lost", now.wall, outcome);
    add_device_row(number, now.wall, outcome);
  }
}

void Intake::tick(Moment now, Outcome& outcome) {
  asking_.tick(now, outcome);
  audio_.tick(now.steady);
  note_silent(now, outcome);
  const Decisions::Closed closed = decisions_.tick(now);
  totals_.unanswered += closed.unanswered;
  for (const store::PredictionRow& row : closed.rows) outcome.journal.rows.add(row);
  for (const auto& row : wishes_.take_meant(now.steady)) outcome.journal.rows.add(row);
}

void Intake::finish(Outcome& outcome) {
  for (const auto& row : wishes_.take_all()) outcome.journal.rows.add(row);
  for (const store::PredictionRow& row : decisions_.close_all()) outcome.journal.rows.add(row);
}

void Intake::complete(Moment now, Outcome& outcome) {
  for (const DeviceNumber number : registry_.unsaved.numbers()) {
    const Device& device = registry_[number];
    DeviceRecord record{.number = number,
                        .id = device.id,
                        .first_seen = device.first_seen,
                        .counts = device.counts,
                        .state = write_device_state(device, asking_.kept(number, now)),
                        .receipts = {}};
    const DeviceReceipts* receipts = readings_.receipts_of(number);
    (receipts != nullptr ? *receipts : DeviceReceipts{}).write(record.receipts);
    outcome.journal.devices.push_back(std::move(record));
  }
  registry_.unsaved.clear();
  outcome.journal.vacated = registry_.take_vacated();
}

void Intake::add_event(DeviceNumber device, std::string_view event, SystemTime now,
                       Outcome& outcome, std::string_view detail) {
  store::DeviceEventRow row;
  row.time = now;
  row.device = registry_[device].id.view();
  row.event = event;
  row.detail = detail;
  outcome.journal.rows.add(row);
}

void Intake::mirror(DeviceNumber number, SystemTime now, Outcome& outcome) {
  const Device& device = registry_[number];
  if (!device.is_shown()) return;
  if (number >= mirrored_.size()) mirrored_.resize(std::size_t{number} + 1);
  const Mirrored& last = mirrored_[number];
  const bool is_new = (device.capability_bits() & ~last.capabilities) != 0;
  const bool is_old = device.active && now - last.at >= kMirrorEvery;
  if (is_new || is_old) add_device_row(number, now, outcome);
}

void Intake::add_device_row(DeviceNumber number, SystemTime now, Outcome& outcome) {
  const Device& device = registry_[number];
  if (number >= mirrored_.size()) mirrored_.resize(std::size_t{number} + 1);
  mirrored_[number] = {.at = now, .capabilities = device.capability_bits()};
  add_row(device, device.active ? "active" : "inactive", now, outcome);
}

void Intake::add_row(const Device& device, std::string_view status, SystemTime now,
                     Outcome& outcome) {
  store::DeviceRow row;
  row.device = device.id.view();
  row.name = device.name();
  if (device.said) row.labels = device.said->labels;
  row.site = settings_.site;
  row.room = device.room.empty() ? row.device : device.room;
  row.role = device.role == Role::outdoor ? "outdoor" : "indoor";
  row.status = status;
  for (const std::string_view capability : device.capabilities()) {
    row.capabilities.emplace_back(capability);
  }
  row.firmware = device.firmware();
  row.registered_at = device.first_seen;
  row.last_seen = device.last_seen;
  row.updated = now;
  outcome.journal.rows.add(row);
}

}  // namespace luft::hub

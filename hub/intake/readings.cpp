#include "hub/intake/readings.h"

#include <algorithm>

#include "contract/topics.h"

namespace luft::hub {

using contract::Metric;
using contract::ReadingRef;

namespace {

constexpr std::string_view kNoPlausibleTime = "no plausible time";

SystemTime before(SystemTime time, std::uint64_t ms) {
  return time - std::chrono::milliseconds{static_cast<std::int64_t>(ms)};
}

std::string reading_topic(const Device& device, Metric metric) {
  return std::string{
      contract::topic_name(
          {.kind = contract::TopicKind::reading, .device = device.id, .metric = metric})
          .view()};
}

}  // namespace

void Readings::take(DeviceNumber device, Metric metric, const contract::Reading& reading,
                    const Arrival& arrival, Outcome& outcome) {
  const auto& [received, in_broker, admission] = arrival;
  if (metric == Metric::sound_volume && device != kUnknownDevice) {
    desk_of(device).own_sound_level = received.steady;
  }
  if (!reading.identity) {
    take_bare(device, metric, reading.value, received, admission, outcome);
    return;
  }
  const contract::Identity& identity = *reading.identity;
  const std::uint64_t boot = identity.ref.boot;
  Desk& desk = desk_of(device);
  Sample sample{.device = device,
                .metric = metric,
                .value = reading.value,
                .ref = identity.ref,
                .time = received.wall,
                .source = store::TimeSource::received};
  if (admission == Admission::closed || device == kUnknownDevice) {  // no receipt: it comes again
    ++totals_.let_go;
    sample.ref = {};
    if (device != kUnknownDevice) show(sample, received);
    return;
  }
  announce(device, desk, boot, identity.oldest);
  const SystemTime sent = received.wall - in_broker;
  if (desk.receipts.is_newest(boot)) desk.receipts.anchor_of(boot).observe(sent, identity.now_ms);
  watch_for_namesake(device, boot, received, outcome);
  SaidTime said = said_time(device, desk, boot, before(sent, identity.now_ms));
  said.time_ms = identity.time_ms;
  said.up_ms = identity.up_ms;
  watch_clock(device, boot, seen(said, received), received, outcome);

  if (count_arrival(device, desk, identity.ref)) {
    const auto time = reading_time(said, received.wall, options_.retention);
    if (time) {
      sample.time = time->time;
      sample.source = time->source;
      accept(sample, received, outcome);
    } else {
      set_aside(device, reading_topic(registry_[device], metric), {}, kNoPlausibleTime, received,
                outcome);
    }
  }
  owe_receipt(device, desk, boot, Urgency::coalesced, outcome);
}

void Readings::take(DeviceNumber device, const contract::Batch& batch, std::string_view payload,
                    const Arrival& arrival, Outcome& outcome) {
  const auto& [received, in_broker, admission] = arrival;
  if (admission == Admission::closed || device == kUnknownDevice) {
    totals_.let_go += batch.readings().size() + batch.refusals().size();
    return;
  }
  Desk& desk = desk_of(device);
  announce(device, desk, batch.boot, batch.oldest);
  const SystemTime sent = received.wall - in_broker;
  std::optional<SystemTime> latest_boot_time;
  if (is_running(desk, batch)) {
    desk.receipts.anchor_of(batch.boot).observe(sent, batch.now_ms);
    latest_boot_time = before(sent, batch.now_ms);
  }
  SaidTime said = said_time(device, desk, batch.boot, latest_boot_time);
  ClockSeen clock = ClockSeen::none;
  const std::string topic{
      contract::topic_name(
          {.kind = contract::TopicKind::batch, .device = registry_[device].id, .metric = {}})
          .view()};
  for (const contract::BatchEntry& entry : batch.readings()) {
    const ReadingRef ref{.boot = batch.boot, .seq = entry.seq};
    if (!count_arrival(device, desk, ref)) continue;
    said.time_ms = entry.time_ms;
    said.up_ms = entry.up_ms;
    clock = std::max(clock, seen(said, received));
    const auto time = reading_time(said, received.wall, options_.retention);
    if (time) {
      accept({.device = device,
              .metric = entry.metric,
              .value = entry.value,
              .ref = ref,
              .time = time->time,
              .source = time->source},
             received, outcome);
    } else {
      set_aside(device, topic, payload, kNoPlausibleTime, received, outcome);
    }
  }
  watch_clock(device, batch.boot, clock, received, outcome);
  for (const contract::RefusedEntry& refused : batch.refusals()) {
    if (!count_arrival(device, desk, {.boot = batch.boot, .seq = refused.seq})) continue;
    set_aside(device, topic, payload, contract::name(refused.error.kind), received, outcome);
  }
  owe_receipt(device, desk, batch.boot, Urgency::at_once, outcome);
}

void Readings::take_refused(DeviceNumber device, std::string_view topic, std::string_view payload,
                            std::string_view reason, const Arrival& arrival, Outcome& outcome) {
  const auto identity = contract::parse_reading_identity(payload);
  if (!identity || device == kUnknownDevice) {
    return quarantine(device, topic, payload, reason, arrival.received, outcome);
  }
  if (arrival.admission == Admission::closed) {
    ++totals_.let_go;
    return;
  }
  Desk& desk = desk_of(device);
  const std::uint64_t boot = identity->ref.boot;
  announce(device, desk, boot, identity->oldest);
  if (count_arrival(device, desk, identity->ref)) {
    set_aside(device, topic, payload, reason, arrival.received, outcome);
  }
  owe_receipt(device, desk, boot, Urgency::coalesced, outcome);
}

void Readings::take_bare(DeviceNumber device, Metric metric, double value, Moment received,
                         Admission admission, Outcome& outcome) {
  const Sample sample{.device = device,
                      .metric = metric,
                      .value = value,
                      .ref = {},
                      .time = received.wall,
                      .source = store::TimeSource::received};
  if (admission == Admission::closed || device == kUnknownDevice) {
    count_dropped(device, 1);
    if (device != kUnknownDevice) show(sample, received);
    return;
  }
  ++registry_.change(device).counts.received;
  accept(sample, received, outcome);
}

bool Readings::sends_sound_level(DeviceNumber device, SteadyTime now,
                                 std::chrono::milliseconds within) const {
  if (device >= desks_.size() || desks_[device].own_sound_level == SteadyTime{}) return false;
  return now - desks_[device].own_sound_level <= within;
}

void Readings::announce(DeviceNumber device, Desk& desk, std::uint64_t boot, ReadingRef oldest) {
  const std::uint64_t lost = desk.receipts.announce(boot, oldest);
  registry_.change(device).counts.lost += lost;
  totals_.lost += lost;
}

// Counts an identified reading as received; false when that is all there is to do with it.
bool Readings::count_arrival(DeviceNumber device, Desk& desk, ReadingRef ref) {
  const auto added = desk.receipts.add(ref);
  if (added == ReceivedSet::Added::no_room) {
    ++totals_.let_go;
    return false;
  }
  Counts& counts = registry_.change(device).counts;
  ++counts.received;
  if (added == ReceivedSet::Added::fresh) return true;
  ++counts.duplicate;
  ++totals_.duplicate;
  return false;
}

void Readings::accept(const Sample& sample, Moment received, Outcome& outcome) {
  Device& device = registry_.change(sample.device);
  ++device.counts.accepted;
  ++totals_.readings;
  outcome.journal.rows.add({.device = device.id.view(),
                            .metric = contract::info(sample.metric).name,
                            .time = sample.time,
                            .received = received.wall,
                            .value = sample.value,
                            .boot = sample.ref.boot,
                            .seq = sample.ref.seq,
                            .time_source = sample.source},
                           sample.device);
  show(sample, received);
}

// What people and triggers see of a reading; a late one changes nothing.
void Readings::show(const Sample& sample, Moment received) {
  Device& device = registry_.change(sample.device);
  // What a device dates ahead came now: a newer reading must not have to wait for that date.
  const SystemTime seen = std::min(sample.time, received.wall);
  if (seen >= device.readings.of(sample.metric).time) {
    device.readings.put(sample.metric, {.value = sample.value, .time = seen});
  }
  if (received.wall - sample.time > options_.freshness) return;
  if (device.recorded) return;  // whatever its times: a wrong zone makes the past look like now
  if (device.online == false) device.online = true;  // fresh readings override a stale `offline`
  const ReadingRef& ref = sample.ref;
  if (ref.seq != 0 && (!device.newest || device.newest->boot != ref.boot
                           ? desk_of(sample.device).receipts.is_newest(ref.boot)
                           : device.newest->seq < ref.seq)) {
    device.newest = ref;
  }
  live_.push_back({.device = sample.device,
                   .metric = sample.metric,
                   .value = sample.value,
                   .sampled = std::min(received.steady, received.steady_at(sample.time))});
}

void Readings::quarantine(DeviceNumber device, std::string_view topic, std::string_view payload,
                          std::string_view reason, Moment received, Outcome& outcome) {
  ++registry_.change(device).counts.received;
  set_aside(device, topic, payload, reason, received, outcome);
}

// Quarantines what is counted as received already.
void Readings::set_aside(DeviceNumber device, std::string_view topic, std::string_view payload,
                         std::string_view reason, Moment received, Outcome& outcome) {
  Device& from = registry_.change(device);
  ++from.counts.quarantined;
  ++totals_.quarantined;
  store::QuarantineRow row;
  row.time = received.wall;
  if (device != kUnknownDevice) row.device = from.id.view();
  row.topic = topic;
  row.head = payload.substr(0, kQuarantinedHead);
  row.bytes = payload.size();
  row.reason = reason;
  outcome.journal.rows.add(row);
}

void Readings::count_dropped(DeviceNumber device, std::uint64_t count) {
  Counts& counts = registry_.change(device).counts;
  counts.received += count;
  counts.dropped += count;
  totals_.dropped += count;
}

void Readings::owe_receipt(DeviceNumber device, const Desk& desk, std::uint64_t boot,
                           Urgency urgency, Outcome& outcome) {
  const auto receipt = desk.receipts.receipt_for(boot);
  if (!receipt) return;
  outcome.journal.receipts.push_back(
      {.device = device, .id = registry_[device].id, .receipt = *receipt, .urgency = urgency});
}

void Readings::watch_for_namesake(DeviceNumber device, std::uint64_t boot, Moment received,
                                  Outcome& outcome) {
  const auto doubt = doubts_.find(device);
  if (doubt != doubts_.end() && doubt->second.foreign_messages > 0 &&
      received.steady - doubt->second.foreign_since > kContestedPeriod) {
    doubt->second.foreign_messages = 0;
    if (registry_[device].contested) {
      registry_.change(device).contested = false;
      note(device, "uncontested", "one device has this name again", boot, received, outcome);
    }
  }
  // A boot that no reading came from yet is no second device: it has just started.
  const DeviceReceipts& receipts = desk_of(device).receipts;
  if (!receipts.knows(boot) || receipts.is_newest(boot)) return;
  Doubt& foreign = doubts_[device];
  if (foreign.foreign_messages++ == 0) foreign.foreign_since = received.steady;
  if (foreign.foreign_messages < kContestedAfter || registry_[device].contested) return;
  registry_.change(device).contested = true;
  note(device, "contested", "two devices claim this name", boot, received, outcome);
}

// A recording's times are its own.
SaidTime Readings::said_time(DeviceNumber device, Desk& desk, std::uint64_t boot,
                             std::optional<SystemTime> latest_boot_time) {
  if (registry_[device].recorded) return {};
  return {.boot_time = desk.receipts.anchor_of(boot).boot_time(),
          .latest_boot_time = latest_boot_time};
}

Readings::ClockSeen Readings::seen(const SaidTime& said, Moment received) const {
  if (!said.time_ms) return ClockSeen::none;
  return is_wrong_clock(said, received.wall, options_.retention) ? ClockSeen::wrong
                                                                 : ClockSeen::right;
}

void Readings::watch_clock(DeviceNumber device, std::uint64_t boot, ClockSeen seen, Moment received,
                           Outcome& outcome) {
  if (seen == ClockSeen::none) return;
  if (seen == ClockSeen::wrong) doubts_[device].wrong_time = received.steady;
  const auto doubt = doubts_.find(device);
  const bool wrong = doubt != doubts_.end() && doubt->second.wrong_time &&
                     received.steady - *doubt->second.wrong_time < kClockWrongFor;
  if (registry_[device].wrong_clock == wrong) return;
  registry_.change(device).wrong_clock = wrong;
  note(device, wrong ? "wrong_clock" : "right_clock",
       wrong ? "its clock is wrong: its readings get the hub's time" : "its clock is right", boot,
       received, outcome);
}

void Readings::note(DeviceNumber device, std::string_view event, std::string_view detail,
                    std::uint64_t boot, Moment at, Outcome& outcome) {
  store::DeviceEventRow row;
  row.time = at.wall;
  row.device = registry_[device].id.view();
  row.event = event;
  row.detail = detail;
  row.boot = boot;
  outcome.journal.rows.add(row);
}

// Of an earlier boot, `now_ms` is another boot's uptime and says nothing.
bool Readings::is_running(const Desk& desk, const contract::Batch& batch) {
  if (!desk.receipts.is_newest(batch.boot)) return false;
  if (desk.running_boot != 0 && desk.running_boot != batch.boot) return false;
  return std::ranges::all_of(batch.readings(), [&](const contract::BatchEntry& entry) {
    return entry.up_ms <= batch.now_ms;
  });
}

Readings::Desk& Readings::desk_of(DeviceNumber device) {
  if (device >= desks_.size()) desks_.resize(std::size_t{device} + 1);
  return desks_[device];
}

const DeviceReceipts* Readings::receipts_of(DeviceNumber device) const {
  return device < desks_.size() ? &desks_[device].receipts : nullptr;
}

void Readings::restore(DeviceNumber device, DeviceReceipts receipts) {
  desk_of(device).receipts = std::move(receipts);
}

}  // namespace luft::hub

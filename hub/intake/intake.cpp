#include "hub/intake/intake.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "contract/audio.h"
#include "contract/control.h"
#include "contract/device.h"
#include "contract/json.h"
#include "contract/limits.h"
#include "contract/receipt.h"
#include "contract/shadow_decision.h"
#include "contract/window.h"

namespace luft::hub {

using contract::Metric;
using contract::Topic;
using contract::TopicKind;

namespace {

Arrival arrival(const Message& message, Admission admission) {
  return {.received = message.received, .in_broker = message.in_broker, .admission = admission};
}

// Why a message that is for others to follow could not be understood by them.
std::optional<contract::ParseError> misspoken(TopicKind kind, std::string_view payload) {
  const auto error_of = [](const auto& parsed) {
    return parsed ? std::nullopt : std::optional{parsed.error()};
  };
  switch (kind) {
    case TopicKind::window_set:  // the window says what it makes of it
      return error_of(contract::parse_window_set(payload));
    case TopicKind::device_command:
      return error_of(contract::parse_device_command(payload));
    case TopicKind::device_receipt:
      return error_of(contract::parse_receipt(payload));
    case TopicKind::config_desired:
      return error_of(contract::parse_device_config(payload));
    default:
      return std::nullopt;
  }
}

}  // namespace

Intake::Intake(const runtime::Settings& settings, runtime::UuidMaker request_ids)
    : settings_(settings),
      registry_(settings.rooms),
      asking_(settings.trigger, registry_, decisions_, totals_, std::move(request_ids)),
      windows_(registry_, decisions_, asking_, totals_, settings.trigger.freshness),
      readings_(registry_, totals_,
                {.freshness = settings.trigger.freshness,
                 .retention = std::chrono::days{settings.clickhouse.retention_days}}) {}

bool Intake::restore(const DeviceRecord& record, Moment now) {
  Device device;
  device.number = record.number;
  device.id = record.id;
  device.first_seen = record.first_seen;
  device.counts = record.counts;
  if (record.number == kUnknownDevice) return registry_.restore(std::move(device));
  std::optional<KeptAsking> asked;
  auto receipts = DeviceReceipts::read(record.receipts);
  Device known = device;
  const bool whole = read_device_state(record.state, known, asked) && receipts.has_value();
  if (known.build) known.build = builds_.share(*known.build);
  if (known.configuration) known.configuration = configurations_.share(*known.configuration);
  if (!registry_.restore(whole ? std::move(known) : std::move(device))) return false;
  if (receipts) readings_.restore(record.number, *std::move(receipts));
  if (!whole) return false;
  windows_.restore(record.number);
  if (asked) asking_.restore(record.number, *asked, now);
  return true;
}

void Intake::take(const Message& message, Admission admission, Outcome& outcome) {
  ++totals_.messages;
  if (!message.topic) {
    readings_.quarantine(kUnknownDevice, message.unknown_topic, message.payload,
                         contract::name(message.topic.error().kind), message.received, outcome);
    return;
  }
  const Topic& topic = *message.topic;
  if (topic.device.empty()) return take_service(topic, message, outcome);
  if (is_remembered_of_removed(topic, message)) {
    if (!message.payload.empty()) take_back(topic, outcome);
    return;
  }
  const DeviceNumber device = known(topic.device, message.received, outcome);
  take_known(topic, device, message, admission, outcome);
  mirror(device, message.received.wall, outcome);
}

// Neither what the broker remembers nor a last will brings a device back that was removed, nor that
// it was taken back.
bool Intake::is_remembered_of_removed(const Topic& topic, const Message& message) const {
  const bool is_will = topic.kind == TopicKind::device_status &&
                       contract::parse_presence(message.payload) == contract::Presence::offline;
  if (message.retained == contract::Retain::no && !is_will && !message.payload.empty())
    return false;
  const auto device = registry_.find(topic.device);
  return device && registry_[*device].removed;
}

void Intake::take_back(const Topic& topic, Outcome& outcome) {
  outcome.publications.push_back(
      {.topic = contract::topic_name(topic), .payload = "", .retain = contract::Retain::yes});
}

DeviceNumber Intake::known(const contract::DeviceId& id, Moment now, Outcome& outcome) {
  const Registry::Found found = registry_.find_or_register(id, now.wall);
  if (!found.is_new) return found.number;
  if (found.forgotten) {
    windows_.forget(found.number);
    asking_.forget(found.number);
    readings_.forget(found.number);
    add_row(*found.forgotten, "revoked", now.wall, outcome);
  }
  if (found.number < mirrored_.size()) mirrored_[found.number] = {};
  add_event(found.number, "registered", now.wall, outcome);
  return found.number;
}

// What ml says of itself is for people and devices; the hub asks the model whether it is there or
// not.
void Intake::take_service(const Topic& topic, const Message& message, Outcome& outcome) {
  const auto refuse = [&](const contract::ParseError& error) {
    quarantine(topic, kUnknownDevice, message, contract::name(error.kind), outcome);
  };
  ModelNews news = *model_;
  if (topic.kind == TopicKind::ml_status) {
    const auto presence = contract::parse_presence(message.payload);
    if (!presence) return refuse(presence.error());
    const bool online = *presence == contract::Presence::online;
    if (news.online == online) return;
    news.online = online;
    news.since = message.received.wall;
  } else if (topic.kind == TopicKind::ml_model || topic.kind == TopicKind::ml_versions) {
    const std::size_t most = contract::info(topic.kind).max_payload_bytes;
    const auto object = contract::ObjectReader{message.payload, most}.done();
    if (!object) return refuse(object.error());
    (topic.kind == TopicKind::ml_model ? news.in_force : news.versions) = message.payload;
  } else if (const auto presence = contract::parse_presence(message.payload); !presence) {
    return refuse(presence.error());
  } else {
    return;
  }
  model_ = std::make_shared<const ModelNews>(std::move(news));
}

void Intake::take_known(const Topic& topic, DeviceNumber device, const Message& message,
                        Admission admission, Outcome& outcome) {
  const Moment now = message.received;
  const auto refuse = [&](const contract::ParseError& error) {
    quarantine(topic, device, message, contract::name(error.kind), outcome);
  };
  switch (topic.kind) {
    case TopicKind::reading:
      take_reading(topic, device, message, admission, outcome);
      break;
    case TopicKind::batch:
      take_batch(topic, device, message, admission, outcome);
      break;
    case TopicKind::audio:
      take_audio(topic, device, message, admission, outcome);
      break;
    case TopicKind::device_status:
      take_status(topic, device, message, outcome);
      break;
    case TopicKind::device_info:
      take_info(topic, device, message, outcome);
      break;
    case TopicKind::device_event: {
      const auto event = contract::parse_device_event(message.payload);
      if (!event) return refuse(event.error());
      note_heard(device, now, outcome);
      windows_.on_event(device, *event, now, outcome);
      break;
    }
    case TopicKind::window_state: {
      const auto state = contract::parse_window_state(message.payload);
      if (!state) return refuse(state.error());
      if (message.retained == contract::Retain::no) note_heard(device, now, outcome);
      if (device != kUnknownDevice) {
        windows_.on_state(device, *state, message.retained, now, outcome);
      }
      break;
    }
    case TopicKind::window_control: {
      const auto control = contract::parse_window_control(message.payload);
      if (!control) return refuse(control.error());
      if (device != kUnknownDevice) windows_.on_control(device, *control, now);
      break;
    }
    case TopicKind::shadow_decision: {
      const auto decision = contract::parse_shadow_decision(message.payload);
      if (!decision) return refuse(decision.error());
      if (device != kUnknownDevice) windows_.on_shadow(device, *decision, now, outcome);
      break;
    }
    case TopicKind::config_reported: {
      const auto reported = contract::parse_reported_config(message.payload);
      if (!reported) return refuse(reported.error());
      if (device != kUnknownDevice) take_reported(device, *reported, now, outcome);
      break;
    }
    default:
      if (const auto error = misspoken(topic.kind, message.payload)) refuse(*error);
  }
}

void Intake::take_reading(const Topic& topic, DeviceNumber device, const Message& message,
                          Admission admission, Outcome& outcome) {
  const auto reading = contract::parse_reading(topic.metric, message.payload);
  if (!reading) {
    const contract::TopicName name = contract::topic_name(topic);
    readings_.take_refused(device, name.view(), message.payload,
                           contract::name(reading.error().kind), arrival(message, admission),
                           outcome);
    return;
  }
  // A retained bare number comes again with every connection: only its first coming was news.
  if (message.retained == contract::Retain::yes && !reading->identity) return;
  note_heard(device, message.received, outcome);
  readings_.take(device, topic.metric, *reading, arrival(message, admission), outcome);
  feed_triggers(message.received, outcome);
}

void Intake::take_batch(const Topic& topic, DeviceNumber device, const Message& message,
                        Admission admission, Outcome& outcome) {
  const auto parsed = contract::parse_batch(message.payload, batch_);
  if (!parsed) {
    quarantine(topic, device, message, contract::name(parsed.error().kind), outcome);
    return;
  }
  note_heard(device, message.received, outcome);
  readings_.take(device, batch_, message.payload, arrival(message, admission), outcome);
  feed_triggers(message.received, outcome);
}

void Intake::take_audio(const Topic& topic, DeviceNumber device, const Message& message,
                        Admission admission, Outcome& outcome) {
  const auto part = contract::parse_audio(message.payload);
  if (!part) {
    quarantine(topic, device, message, contract::name(part.error().kind), outcome);
    return;
  }
  note_heard(device, message.received, outcome);
  const auto level = audio_.take(device, *part, message.received.steady);
  if (!level) {
    quarantine(topic, device, message, level.error(), outcome);
    return;
  }
  if (!*level || readings_.sends_sound_level(device, message.received.steady, kOwnLevelCounts)) {
    return;
  }
  readings_.take_derived(device, Metric::sound_volume, **level, message.received, admission,
                         outcome);
  feed_triggers(message.received, outcome);
}

void Intake::take_status(const Topic& topic, DeviceNumber device, const Message& message,
                         Outcome& outcome) {
  const auto presence = contract::parse_presence(message.payload);
  if (!presence) {
    quarantine(topic, device, message, contract::name(presence.error().kind), outcome);
    return;
  }
  if (device == kUnknownDevice) return;
  const bool online = *presence == contract::Presence::online;
  if (registry_[device].online == online) return;
  registry_.change(device).online = online;
  if (online) note_heard(device, message.received, outcome);
  add_event(device, online ? "online" : "offline", message.received.wall, outcome);
}

void Intake::take_info(const Topic& topic, DeviceNumber device, const Message& message,
                       Outcome& outcome) {
  const auto info = contract::parse_device_info(message.payload);
  if (!info) {
    quarantine(topic, device, message, contract::name(info.error().kind), outcome);
    return;
  }
  if (device == kUnknownDevice) return;
  if (message.retained == contract::Retain::no) {
    readings_.watch_for_namesake(device, info->boot, message.received, outcome);
  }
  readings_.note_boot(device, info->boot);
  Device& known = registry_.change(device);
  const bool changed = known.firmware() != info->firmware.view() ||
                       (info->window && known.has_window != info->window) ||
                       (info->sensors && known.sensors != *info->sensors);
  known.build = builds_.share(
      {.firmware = std::string{info->firmware.view()}, .chip = std::string{info->chip.view()}});
  known.signal_dbm = info->rssi_dbm;
  known.free_memory_bytes = info->free_memory_bytes;
  known.recorded = info->chip.view() == contract::kRecordingChip;
  if (info->window) known.has_window = info->window;
  if (info->sensors) known.sensors = *info->sensors;
  if (changed) add_device_row(device, message.received.wall, outcome);
}

void Intake::take(const PersonsWish& wish) {
  const auto window = registry_.find(wish.window);
  if (!window) return;
  if (!wish.chosen) return wishes_.take_back(wish.window.view());
  const auto& before = registry_[*window].window;
  std::optional<double> held_pct;
  if (before && hold_left_s(*before, wish.at.wall) > 0) held_pct = before->state.target_pct;
  wishes_.choose(wish.window.view(), wish.chosen->position_pct, held_pct, example_of(*window, wish),
                 wish.at.steady);
}

// Where it is known what the room was like.
std::optional<store::WishRow> Intake::example_of(DeviceNumber window, const PersonsWish& wish) {
  const auto request = asking_.would_ask(window, wish.at);
  if (!request) return std::nullopt;
  std::array<char, contract::kMaxMessageBytes> buffer;
  store::WishRow row;
  row.id = request->request_id->view();
  row.time = wish.at.wall;
  row.device = wish.window.view();
  row.asked_by = wish.asked_by;
  row.position = wish.chosen->position_pct;
  row.hold_s = wish.chosen->hold_s;
  row.position_before = request->position_pct;
  row.temp = request->temp_c;
  row.humidity = request->humidity_pct;
  row.volume = request->volume_dba;
  row.outdoor_temp = request->outdoor_temp_c;
  row.request = contract::write_inference_request(*request, buffer);
  return row;
}

void Intake::take(const DroppedReadings& dropped, Moment now, Outcome& outcome) {
  if (dropped.device.empty()) return readings_.count_dropped(kUnknownDevice, dropped.count);
  const auto device = registry_.find(dropped.device);  // removed or not
  readings_.count_dropped(device ? *device : known(dropped.device, now, outcome), dropped.count);
}

void Intake::take(const NotTaken& not_taken) {
  totals_.let_go += not_taken.let_go;
  totals_.refused += not_taken.refused;
}

// The journal lists a device again and again where readings of several came by turns.
void Intake::take(const StoredReadings& stored) {
  std::map<DeviceNumber, std::uint32_t> of_each;
  for (const auto& [device, count] : stored.counts) of_each[device] += count;
  stored_.insert(stored_.end(), of_each.begin(), of_each.end());
}

// Only shown: the journal keeps this count itself.
void Intake::count_stored() {
  const std::size_t some = std::max(kStoredAtOnce, stored_.size() / 4);
  for (std::size_t i = 0; i < some && !stored_.empty(); ++i) {
    const auto [device, count] = stored_.front();
    stored_.pop_front();
    registry_.show(device).counts.stored += count;
  }
}

void Intake::feed_triggers(Moment now, Outcome& outcome) {
  for (const LiveReading& live : readings_.live()) asking_.on_live_reading(live, now, outcome);
  readings_.live().clear();
}

void Intake::quarantine(const Topic& topic, DeviceNumber device, const Message& message,
                        std::string_view reason, Outcome& outcome) {
  const contract::TopicName name = contract::topic_name(topic);
  readings_.quarantine(device, name.view(), message.payload, reason, message.received, outcome);
}

}  // namespace luft::hub

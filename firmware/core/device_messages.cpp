// What a device does with each message that it hears.
#include "contract/receipt.h"
#include "contract/update.h"
#include "firmware/core/device.h"

namespace luft::firmware {

using contract::Presence;
using contract::TopicKind;

namespace {

// Apart, so that nothing of it lies on the stack under a message that is obeyed.
[[gnu::noinline]] void refuse_retained(Events& events, Uptime now) {
  events.say("refused", std::nullopt, "a retained order: nobody can say how old it is", now);
}

}  // namespace

void Device::on_message(std::string_view topic, std::string_view payload, Delivery delivery,
                        Uptime now) {
  const auto parsed = contract::parse_topic(topic);
  if (!parsed || (!parsed->device.empty() && parsed->device != id_)) {
    ++counters_.not_understood;
    return;
  }
  const bool is_order = parsed->kind == TopicKind::window_control ||
                        parsed->kind == TopicKind::window_set ||
                        parsed->kind == TopicKind::device_command;
  if (is_order && delivery == Delivery::retained) {
    ++counters_.ignored_retained;
    return refuse_retained(events_, now);
  }
  switch (parsed->kind) {
    case TopicKind::window_control:
      if (window_) window_->on_control(payload, now);
      break;
    case TopicKind::window_set:
      if (window_) window_->on_set(payload, now);
      break;
    case TopicKind::device_command:
      on_command(payload, now);
      break;
    case TopicKind::config_desired:
      on_desired(payload, now);
      break;
    case TopicKind::device_receipt:
      on_receipt(payload, now);
      break;
    case TopicKind::device_status:
    case TopicKind::hub_status:
    case TopicKind::ml_status:
      on_presence(parsed->kind, payload, delivery, now);
      break;
    default:
      ++counters_.not_understood;
  }
}

void Device::on_command(std::string_view payload, Uptime now) {
  const auto command = contract::parse_device_command(payload);
  if (!command) {
    ++counters_.not_understood;
    events_.say("refused", std::nullopt, "command not understood", now);
    return;
  }
  switch (*command) {
    case contract::DeviceCommand::identify:
      system_.identify();
      events_.say("identified", std::nullopt, {}, now);
      return;
    case contract::DeviceCommand::restart:
      events_.say("restarting", std::nullopt, "asked to", now);
      return restart(now);
    case contract::DeviceCommand::calibrate:
      if (window_) return window_->calibrate(now);
      events_.say("refused", std::nullopt, "this device has no window", now);
      return;
    case contract::DeviceCommand::update:
      return on_update_offer(payload, now);
  }
}

void Device::on_update_offer(std::string_view payload, Uptime now) {
  const auto offer = contract::parse_update_offer(payload);
  if (!offer) {
    ++counters_.not_understood;
    events_.say("update_refused", std::nullopt, "the offer is not understood", now);
  } else if (!update_) {
    events_.say("update_refused", std::nullopt, "this device takes no updates", now);
  } else {
    update_->on_offer(*offer, now);
  }
}

// Retained on purpose: its version says whether it is news.
void Device::on_desired(std::string_view payload, Uptime now) {
  if (take_desired(payload, now)) say_settings();
}

// Apart, so that its settings and those that are said never lie on the stack together.
[[gnu::noinline]] bool Device::take_desired(std::string_view payload, Uptime now) {
  const auto desired = contract::parse_device_config(payload);
  if (!desired) {
    ++counters_.not_understood;
    events_.say("refused", std::nullopt, "config not understood", now);
    return false;
  }
  const auto taken = configuration_.take(*desired, configurable(), now);
  if (taken == Configuration::Taken::applied && settings_memory_ != nullptr) {
    settings_memory_->save(write_kept_settings(*desired, scratch_.text));
  }
  // An older one comes from a hub that lost its memory: it is told what is in force.
  return taken != Configuration::Taken::known;
}

void Device::on_receipt(std::string_view payload, Uptime now) {
  const auto receipt = contract::parse_receipt(payload);
  if (!receipt) {
    ++counters_.not_understood;
    return;
  }
  outbox_.on_receipt(*receipt, now);
  const bool is_of_now = receipt->boot == outbox_.boot() && receipt->through > 0 &&
                         receipt->through <= outbox_.newest_seq();
  if (update_ && is_of_now) update_->on_receipt();
  if (window_) window_->guard().on_receipt(now);
}

void Device::on_presence(TopicKind kind, std::string_view payload, Delivery delivery, Uptime now) {
  const auto presence = contract::parse_presence(payload);
  if (!presence) {
    ++counters_.not_understood;
    return;
  }
  if (kind == TopicKind::device_status) {
    self_.on_status(*presence);
  } else if (kind == TopicKind::ml_status) {
    if (window_) window_->guard().on_model_presence(*presence);
  } else {
    // A hub says `online` when it has connected: what was sent before that, it may have missed.
    const bool is_news = delivery == Delivery::live || hub_ == Presence::offline;
    hub_ = *presence;
    if (is_news && hub_ == Presence::online) outbox_.on_hub_back(now);
  }
}

}  // namespace luft::firmware

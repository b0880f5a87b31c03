#include "contract/topic_purposes.h"

#include <cstdlib>

namespace luft::contract {

std::string_view purpose_of(TopicKind kind) {
  switch (kind) {
    case TopicKind::reading:
      return "one measured value, bare or identified";
    case TopicKind::audio:
      return "a 2 s clip, in parts; off unless a person turns it on; never kept";
    case TopicKind::batch:
      return "a backlog: up to 100 readings of one boot";
    case TopicKind::inference_request:
      return "asks for a decision about the window of device {id}";
    case TopicKind::window_control:
      return "the model's decision for one window";
    case TopicKind::window_set:
      return "a person's hand; wins until its hold ends";
    case TopicKind::window_state:
      return "what the window does, and why";
    case TopicKind::device_status:
      return "online, or offline as the device's last will";
    case TopicKind::device_info:
      return "what the device is: firmware, chip, boot, sensors";
    case TopicKind::device_event:
      return "results of commands, refusals with reasons";
    case TopicKind::config_desired:
      return "the settings that the device should have";
    case TopicKind::config_reported:
      return "the settings in force, and what was refused";
    case TopicKind::device_command:
      return "identify, calibrate, restart, update";
    case TopicKind::device_receipt:
      return "which readings are safe, so the device may forget them";
    case TopicKind::ml_status:
      return "online, or offline as the last will of ml";
    case TopicKind::ml_model:
      return "the model in force, its measured quality, and what it learned of whose taste";
    case TopicKind::hub_status:
      return "online, or offline as the hub's last will";
    case TopicKind::ml_versions:
      return "which models there are, what changed when and why, and what became of a command";
    case TopicKind::ml_command:
      return "a person's wish: another version, the one before, a shadow";
    case TopicKind::shadow_decision:
      return "what a model in the shadow would have done with a window; moves nothing";
  }
  std::abort();  // no topic
}

}  // namespace luft::contract

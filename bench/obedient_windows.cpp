#include "bench/obedient_windows.h"

#include <array>

#include "contract/control.h"
#include "contract/limits.h"
#include "contract/topics.h"
#include "contract/window.h"

namespace luft::bench {

ObedientWindows::ObedientWindows(const runtime::MqttSettings& broker)
    : client_{broker, "bench-windows", {"window/+/control"}, [this](const auto& message) {
                obey(message);
              }} {}

void ObedientWindows::obey(const runtime::MqttMessage& control) {
  const auto topic = contract::parse_topic(control.topic);
  const auto wanted = contract::parse_window_control(control.payload);
  if (!topic || !wanted) return;
  const auto says = contract::topic_name(
      {.kind = contract::TopicKind::window_state, .device = topic->device, .metric = {}});
  contract::WindowState state{.position_pct = wanted->position_pct < 50 ? 100.0 : 0.0,
                              .target_pct = wanted->position_pct,
                              .moving = true,
                              .cause = contract::MoveCause::control,
                              .request_id = wanted->request_id,
                              .reason = wanted->reason};
  std::array<char, contract::kMaxMessageBytes> buffer;
  client_.publish(says.view(), contract::write_window_state(state, buffer));
  state.position_pct = state.target_pct;
  state.moving = false;
  client_.publish(says.view(), contract::write_window_state(state, buffer));
}

}  // namespace luft::bench

// An MQTT link of a second or two. What a broker retained for a topic comes right after the
// subscription, so a little patience tells "none is there" from "not yet".
#include "cli/broker_probe.h"

#include <variant>

#include "runtime/channel.h"
#include "runtime/mqtt_link.h"

namespace luft::cli {
namespace {

using std::chrono::milliseconds;

constexpr const char* kMlStatus = "ml/status";
constexpr milliseconds kRetainedComesWithin{500};

struct Connected {};
struct Status {
  std::string word;
};
using Event = std::variant<Connected, Status, runtime::MqttDisconnect>;

}  // namespace

std::expected<BrokerVisit, std::string> visit_broker(const runtime::MqttSettings& broker,
                                                     milliseconds patience) {
  constexpr std::size_t kEvents = 64;
  runtime::Channel<Event> events(kEvents);
  runtime::MqttLink link(
      {.mqtt = broker, .subscriptions = {{.filter = kMlStatus}}, .status = {}},
      {.on_message =
           [&](const runtime::MqttMessage& message) {
             (void)events.try_send(Status{std::string(message.payload)});
           },
       .on_connected = [&] { (void)events.try_send(Connected{}); },
       .on_disconnected = [&](const runtime::MqttDisconnect& why) { (void)events.try_send(why); }},
      runtime::Log("doctor", {.level = runtime::LogLevel::off, .format = {}}));
  link.start();
  const auto first = events.receive_for(patience);
  if (!first) return std::unexpected("no answer");
  if (const auto* why = std::get_if<runtime::MqttDisconnect>(&*first)) {
    return std::unexpected(why->text);
  }
  BrokerVisit visit;
  if (const auto next = events.receive_for(kRetainedComesWithin)) {
    if (const auto* status = std::get_if<Status>(&*next)) visit.ml_status = status->word;
  }
  return visit;
}

}  // namespace luft::cli

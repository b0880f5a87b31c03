// What people ask of a device and its window, over HTTP. It goes out over MQTT; a position that a
// person chose is kept as an example as well.
#include <array>
#include <string>

#include "contract/device.h"
#include "contract/limits.h"
#include "contract/topics.h"
#include "hub/api/json.h"
#include "hub/api/query.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

using contract::TopicKind;

constexpr std::chrono::seconds kPatience{2};

void publish(const Sources& sources, const Device& device, TopicKind kind, std::string_view payload,
             httplib::Response& response) {
  const auto topic = contract::topic_name({.kind = kind, .device = device.id, .metric = {}});
  if (!sources.publish(topic.view(), payload)) {
    return refuse(response, {.status = 503,
                             .title = "The broker is away",
                             .detail = "The device was not told. Try again in a moment."});
  }
  response.status = 202;
  answer(response, R"({"accepted":true})");
}

// A device that can move a window; answers itself when there is none.
std::shared_ptr<const Device> find_window(const Sources& sources, const httplib::Request& request,
                                          httplib::Response& response) {
  auto device = find_device(sources, request.matches[1], response);
  if (!device || device->has_window != false) return device;
  refuse(response, {.status = 409,
                    .title = "No window",
                    .detail = "This device says that it cannot move a window."});
  return nullptr;
}

void wish(const Sources& sources, const Device& window, const contract::WindowSet& set,
          httplib::Response& response) {
  std::array<char, contract::kMaxMessageBytes> buffer;
  publish(sources, window, TopicKind::window_set, contract::write_window_set(set, buffer),
          response);
  if (response.status != 202) return;
  const auto* position = std::get_if<contract::SetPosition>(&set);
  sources.remember({.window = window.id,
                    .chosen = position ? std::optional{*position} : std::nullopt,
                    .at = Moment::of(sources.clock)});
}

void set_window(const Sources& sources, const httplib::Request& request,
                httplib::Response& response) {
  const auto window = find_window(sources, request, response);
  if (!window) return;
  const auto position = parse_window_wish(request.body);
  if (position) return wish(sources, *window, *position, response);
  refuse(response, {.status = 400, .title = "Not a position", .detail = position.error()});
}

// As the window stands, or where it is going.
void hold_window(const Sources& sources, const httplib::Request& request,
                 httplib::Response& response) {
  const auto window = find_window(sources, request, response);
  if (!window) return;
  const auto hold_s = parse_hold(request.body);
  if (!hold_s) return refuse(response, bad_request(hold_s.error()));
  if (!window->window) {
    return refuse(response, {.status = 409,
                             .title = "Position unknown",
                             .detail = "The window did not say yet how far it is open; set it."});
  }
  wish(sources, *window,
       contract::SetPosition{.position_pct = window->window->state.target_pct, .hold_s = *hold_s},
       response);
}

void release_window(const Sources& sources, const httplib::Request& request,
                    httplib::Response& response) {
  const auto window = find_window(sources, request, response);
  if (!window) return;
  if (const auto wrong = parse_nothing(request.body); !wrong) {
    return refuse(response, bad_request(wrong.error()));
  }
  wish(sources, *window, contract::ReleaseHold{}, response);
}

void set_airing(const Sources& sources, const httplib::Request& request,
                httplib::Response& response) {
  const auto airing = parse_pause(request.body);
  if (!airing) return refuse(response, bad_request(airing.error()));
  auto told = sources.set_airing(*airing);
  if (!told || told->wait_for(kPatience) != std::future_status::ready) {
    return refuse(response, {.status = 503,
                             .title = "The broker is away",
                             .detail = "The windows were not told. Try again in a moment."});
  }
  response.status = 202;
  answer(response, R"({"windows":)" + std::to_string(told->get()) + "}");
}

void get_airing(const Sources& sources, const httplib::Request&, httplib::Response& response) {
  answer(response, airing_json(sources.board.newest()->pause.get()));
}

void command(const Sources& sources, const Device& device, contract::DeviceCommand command,
             const httplib::Request& request, httplib::Response& response) {
  if (const auto wrong = parse_nothing(request.body); !wrong) {
    return refuse(response, bad_request(wrong.error()));
  }
  std::array<char, contract::kMaxMessageBytes> buffer;
  publish(sources, device, TopicKind::device_command,
          contract::write_device_command(command, buffer), response);
}

void identify(const Sources& sources, const httplib::Request& request,
              httplib::Response& response) {
  const auto device = find_device(sources, request.matches[1], response);
  if (device) command(sources, *device, contract::DeviceCommand::identify, request, response);
}

// What comes of it, the window's state tells: `cause` is calibration meanwhile.
void calibrate(const Sources& sources, const httplib::Request& request,
               httplib::Response& response) {
  const auto window = find_window(sources, request, response);
  if (window) command(sources, *window, contract::DeviceCommand::calibrate, request, response);
}

}  // namespace

void add_command_routes(Routes& routes, const Sources& sources) {
  using Command = void (*)(const Sources&, const httplib::Request&, httplib::Response&);
  const auto add = [&](const std::string& path, Command command) {
    routes.post(path,
                [&sources, command](const httplib::Request& request, httplib::Response& response) {
                  command(sources, request, response);
                });
  };
  routes.get("/api/v1/airing",
             [&sources](const httplib::Request& request, httplib::Response& response) {
               get_airing(sources, request, response);
             });
  add("/api/v1/airing", set_airing);
  add("/api/v1/devices/{id}/window", set_window);
  add("/api/v1/devices/{id}/hold", hold_window);
  add("/api/v1/devices/{id}/release", release_window);
  add("/api/v1/devices/{id}/identify", identify);
  add("/api/v1/devices/{id}/calibrate", calibrate);
}

}  // namespace luft::hub::api

// Devices over HTTP: listing them, and passing people's wishes on to their windows.
#include <array>

#include "contract/topics.h"
#include "hub/api/json.h"
#include "hub/api/query.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

// Passes a person's wish on to the window.
void wish(const Sources& sources, const httplib::Request& request, httplib::Response& response,
          const contract::WindowSet& set) {
  const auto device = find_device(sources, request.matches[1], response);
  if (!device) return;
  if (device->has_window == false) {
    return refuse(response, {.status = 409,
                             .title = "No window",
                             .detail = "This device says that it cannot move a window."});
  }
  std::array<char, contract::kMaxMessageBytes> buffer;
  const auto topic = contract::topic_name(
      {.kind = contract::TopicKind::window_set, .device = device->id, .metric = {}});
  if (!sources.publish(topic.view(), contract::write_window_set(set, buffer))) {
    return refuse(response, {.status = 503,
                             .title = "The broker is away",
                             .detail = "The window was not told. Try again in a moment."});
  }
  response.status = 202;
  answer(response, R"({"accepted":true})");
}

}  // namespace

std::shared_ptr<const Device> find_device(const Sources& sources, const std::string& id,
                                          httplib::Response& response) {
  const auto snapshot = sources.board.newest();
  for (const auto& device : snapshot->devices) {
    if (device->number != kUnknownDevice && device->id.view() == id) return device;
  }
  refuse(response, {.status = 404,
                    .title = "No such device",
                    .detail = "No device \"" + id.substr(0, 64) + "\" was heard of so far."});
  return nullptr;
}

void add_device_routes(httplib::Server& server, const Sources& sources) {
  server.Get("/api/v1/devices", [&sources](const httplib::Request&, httplib::Response& response) {
    answer(response, devices_json(*sources.board.newest()));
  });
  server.Get("/api/v1/devices/([^/]+)",
             [&sources](const httplib::Request& request, httplib::Response& response) {
               const auto device = find_device(sources, request.matches[1], response);
               if (device) answer(response, device_json(*device));
             });
  server.Post("/api/v1/devices/([^/]+)/window", [&sources](const httplib::Request& request,
                                                           httplib::Response& response) {
    const auto position = parse_window_wish(request.body);
    if (position) return wish(sources, request, response, *position);
    refuse(response, {.status = 400, .title = "Not a position", .detail = position.error()});
  });
  server.Post("/api/v1/devices/([^/]+)/release",
              [&sources](const httplib::Request& request, httplib::Response& response) {
                wish(sources, request, response, contract::ReleaseHold{});
              });
}

}  // namespace luft::hub::api

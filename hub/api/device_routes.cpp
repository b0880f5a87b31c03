// Devices over HTTP: one, or all of them page by page.
#include "hub/api/json.h"
#include "hub/api/query.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

constexpr std::size_t kMaxDevices = 10'000;  // of one page

void list_devices(const Sources& sources, const httplib::Request& request,
                  httplib::Response& response) {
  const auto limit =
      parse_limit(given(request, "limit"), {.usual = kMaxDevices, .max = kMaxDevices});
  if (!limit) return refuse(response, bad_request(limit.error()));
  const std::string after = request.get_param_value("after");
  const auto snapshot = sources.board.newest();
  const auto page = page_of(*snapshot, after, *limit);
  if (!page) {
    return refuse(response,
                  bad_request("after names a device, as `next` of the page before said it"));
  }
  answer(response, devices_json(*page));
}

}  // namespace

std::shared_ptr<const Device> find_device(const Sources& sources, const std::string& id,
                                          httplib::Response& response) {
  const auto snapshot = sources.board.newest();
  for (const auto& device : snapshot->devices) {
    if (device->is_shown() && device->id.view() == id) return device;
  }
  refuse(response, {.status = 404,
                    .title = "No such device",
                    .detail = "No device \"" + id.substr(0, 64) + "\" was heard of so far."});
  return nullptr;
}

void add_device_routes(Routes& routes, const Sources& sources) {
  routes.get("/api/v1/devices",
             [&sources](const httplib::Request& request, httplib::Response& response) {
               list_devices(sources, request, response);
             });
  routes.get("/api/v1/devices/{id}",
             [&sources](const httplib::Request& request, httplib::Response& response) {
               const auto device = find_device(sources, request.matches[1], response);
               if (device) answer(response, device_json(*device));
             });
}

}  // namespace luft::hub::api

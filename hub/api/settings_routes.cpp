// What people change about devices over HTTP: what they call them, where they are, when to ask
// about their windows, the settings they should have, and that they are gone.
#include "hub/api/device_changes.h"
#include "hub/api/json.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

constexpr std::chrono::seconds kPatience{2};

Problem problem_of(const OrderRefused& refused) {
  if (refused.why == OrderRefused::Why::no_such_device) {
    return {.status = 404, .title = "No such device", .detail = refused.text};
  }
  return {.status = 400, .title = "That does not fit together", .detail = refused.text};
}

// Hands a change to the intake and waits for the device as it is then; answers itself when that
// does not come.
std::shared_ptr<const Device> carry_out(const Sources& sources, Order order,
                                        httplib::Response& response) {
  const Problem busy{.status = 503,
                     .title = "The hub is busy",
                     .detail = "Whether the change was made shows in a moment."};
  auto answer = sources.order(std::move(order));
  if (!answer || answer->wait_for(kPatience) != std::future_status::ready) {
    refuse(response, busy);
    return nullptr;
  }
  const OrderResult result = answer->get();
  if (result) return *result;
  refuse(response, problem_of(result.error()));
  return nullptr;
}

void patch_device(const Sources& sources, const httplib::Request& request,
                  httplib::Response& response) {
  const auto device = find_device(sources, request.matches[1], response);
  if (!device) return;
  auto patch = parse_metadata_patch(request.body);
  if (!patch) {
    return refuse(response, {.status = 400, .title = "Not a change", .detail = patch.error()});
  }
  const auto changed =
      carry_out(sources, {.device = device->id, .change = *std::move(patch)}, response);
  if (changed) answer(response, device_json(*changed));
}

void put_config(const Sources& sources, const httplib::Request& request,
                httplib::Response& response) {
  const auto device = find_device(sources, request.matches[1], response);
  if (!device) return;
  const auto config = parse_config_wish(request.body);
  if (!config) {
    return refuse(response, {.status = 400, .title = "Not a config", .detail = config.error()});
  }
  const auto changed = carry_out(sources, {.device = device->id, .change = *config}, response);
  if (!changed) return;
  response.status = 202;  // the device has to take it yet
  answer(response, config_json(*changed));
}

void remove_device(const Sources& sources, const httplib::Request& request,
                   httplib::Response& response) {
  const auto device = find_device(sources, request.matches[1], response);
  if (!device) return;
  if (const auto wrong = parse_nothing(request.body); !wrong) {
    return refuse(response, bad_request(wrong.error()));
  }
  if (carry_out(sources, {.device = device->id, .change = Removal{}}, response)) {
    answer(response, removed_json(*device));
  }
}

}  // namespace

void add_settings_routes(Routes& routes, const Sources& sources) {
  routes.patch("/api/v1/devices/{id}",
               [&sources](const httplib::Request& request, httplib::Response& response) {
                 patch_device(sources, request, response);
               });
  routes.remove("/api/v1/devices/{id}",
                [&sources](const httplib::Request& request, httplib::Response& response) {
                  remove_device(sources, request, response);
                });
  routes.get("/api/v1/devices/{id}/config",
             [&sources](const httplib::Request& request, httplib::Response& response) {
               const auto device = find_device(sources, request.matches[1], response);
               if (device) answer(response, config_json(*device));
             });
  routes.put("/api/v1/devices/{id}/config",
             [&sources](const httplib::Request& request, httplib::Response& response) {
               put_config(sources, request, response);
             });
}

}  // namespace luft::hub::api

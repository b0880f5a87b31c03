// `luft devices`: what is known of each device, accounts for new ones, and how they go again.
#include <fmt/format.h>

#include <chrono>

#include "cli/broker_setup.h"
#include "cli/commands.h"
#include "cli/hub_api.h"
#include "cli/pairing.h"
#include "cli/running.h"
#include "contract/device_id.h"

namespace luft::cli {
namespace {

std::string ago(std::int64_t time_ms) {
  using std::chrono::system_clock;
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch());
  const std::int64_t seconds = (now.count() - time_ms) / 1000;
  if (time_ms <= 0) return "never";
  if (seconds < 120) return fmt::format("{} s ago", seconds);
  if (seconds < 7200) return fmt::format("{} min ago", seconds / 60);
  if (seconds < 172'800) return fmt::format("{} h ago", seconds / 3600);
  return fmt::format("{} days ago", seconds / 86'400);
}

std::string online(const DeviceView& device) {
  if (!device.online) return "–";
  return *device.online ? "online" : "offline";
}

}  // namespace

int list_devices(const Settings& settings) {
  const auto running = find_running(settings);
  if (!running) return fail(running.error());
  const auto devices = ask_devices(running->addresses.hub());
  if (!devices) return fail(devices.error());
  fmt::print("{:<24} {:<16} {:<9} {:<8} {:<14} {}\n", "device", "room", "status", "online",
             "first seen", "last seen");
  for (const auto& device : *devices) {
    fmt::print("{:<24} {:<16} {:<9} {:<8} {:<14} {}\n", device.id, device.room, device.status,
               online(device), ago(device.first_seen_ms), ago(device.last_seen_ms));
  }
  return 0;
}

namespace {

int refuse_id(const std::string& id) {
  fmt::print(stderr,
             "luft: \"{}\" is not a device id: 1 to 32 of a-z 0-9 _ -, beginning with a letter "
             "or digit\n",
             id);
  return 2;
}

}  // namespace

int show_device(const Settings& settings, const std::string& id) {
  if (!contract::parse_device_id(id)) return refuse_id(id);
  const auto running = find_running(settings);
  if (!running) return fail(running.error());
  const auto answer = ask_hub(running->addresses.hub(), "/api/v1/devices/" + id);
  if (!answer) return fail(answer.error());
  fmt::print("{}\n", *answer);
  return 0;
}

namespace {

bool is_own_service(const std::string& id) {
  return id == "hub" || id == "ml" || id == "replay";
}

int refuse_own_service(const std::string& id) {
  fmt::print(stderr, "luft: \"{}\" is the name of Luft's own service; choose another\n", id);
  return 2;
}

bool hub_knows(const HubAddress& hub, const std::string& id) {
  constexpr int kNotFound = 404;
  const auto answer = get_from_hub(hub, "/api/v1/devices/" + percent_encoded(id), kHubPatience);
  return !answer || answer->status != kNotFound;
}

// How many windows it concerns.
std::expected<std::int64_t, std::string> set_airing(const Settings& settings, const char* body) {
  const auto running = find_running(settings);
  if (!running) return std::unexpected(running.error());
  const auto answer = tell_hub(running->addresses.hub(), "/api/v1/airing", body);
  if (!answer) return std::unexpected(answer.error());
  return parse_windows_told(*answer);
}

}  // namespace

int pause_windows(const Settings& settings) {
  const auto windows = set_airing(settings, R"({"paused":true})");
  if (!windows) return fail(windows.error());
  fmt::print(
      "all windows stay where they are for 7 days, or until `devices resume`: {} now, and "
      "those that come later\n",
      *windows);
  return 0;
}

int resume_windows(const Settings& settings) {
  const auto windows = set_airing(settings, R"({"paused":false})");
  if (!windows) return fail(windows.error());
  fmt::print("Luft airs all rooms again: {} windows given back; what people hold stays held\n",
             *windows);
  return 0;
}

int remove_device(const Settings& settings, const std::string& id) {
  if (is_own_service(id)) return refuse_own_service(id);
  const auto running = find_running(settings);
  if (!running) return fail(running.error());
  // The account first: what no longer may speak cannot come back as a new device.
  if (settings.mqtt.url.empty()) {
    const DataFolder folder = running_data_folder(settings);
    const auto had_account = remove_broker_account(folder, id);
    if (!had_account) return fail(had_account.error());
    if (*had_account) {
      reload_broker_accounts(folder);
      fmt::print("its account at the broker is gone\n");
      if (!hub_knows(running->addresses.hub(), id)) return 0;  // it never came
    }
  }
  const auto answer =
      tell_hub(running->addresses.hub(), "/api/v1/devices/" + percent_encoded(id), "{}", "DELETE");
  if (!answer) return fail(answer.error());
  fmt::print("{} is forgotten; its history stays. If it speaks again, it is a new device\n", id);
  return 0;
}

int add_device(const Settings& settings, const AddDeviceOptions& options) {
  const std::string& id = options.id;
  if (!contract::parse_device_id(id)) return refuse_id(id);
  if (is_own_service(id)) return refuse_own_service(id);
  if (!options.host.empty() && pairing_code(settings, id, {}, options.host).empty()) {
    fmt::print(stderr, "luft: --host \"{}\" is no name or address that a device could ask\n",
               options.host);
    return 2;
  }
  if (!settings.mqtt.url.empty()) {
    return fail("LUFT_MQTT_URL names a broker that is not ours: add the account there");
  }
  const DataFolder folder = running_data_folder(settings);
  folder.create();
  const auto password = add_broker_account(folder, id);
  if (!password) return fail(password.error());
  reload_broker_accounts(folder);
  fmt::print("user name  {}\npassword   {}\n", id, *password);
  const std::string host = options.host.empty() ? own_host(settings) : options.host;
  const std::string pairing = pairing_code(settings, id, *password, host);
  if (!pairing.empty()) fmt::print("pairing    {}\n", pairing);
  fmt::print(stderr, "The password is kept hashed: it cannot be shown again.\n");
  if (!needs_passwords(settings)) {
    fmt::print(stderr,
               "The broker listens on {} only, where no password is asked for; LUFT_MQTT_BIND "
               "lets devices in.\n",
               settings.mqtt.bind);
  }
  return 0;
}

}  // namespace luft::cli

// mosquitto's files. Passwords are hashed by mosquitto's own tool, from a file: never on a command
// line, where other users could read them.
#include "cli/broker_setup.h"

#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "cli/broker_config.h"
#include "cli/broker_socket.h"
#include "cli/programs.h"
#include "contract/broker_acl.h"
#include "runtime/file.h"
#include "runtime/process.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;

fs::path access_file(const DataFolder& folder) {
  return folder.run() / "mosquitto.acl";
}

std::string random_password() {
  constexpr std::size_t kBytes = 18;    // 144 bits, 24 characters
  if (sodium_init() < 0) std::abort();  // no source of random numbers
  std::array<unsigned char, kBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, sodium_base64_ENCODED_LEN(kBytes, sodium_base64_VARIANT_URLSAFE)> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE);
  return text.data();
}

std::expected<void, std::string> write_private(const fs::path& file, std::string_view text) {
  if (auto written = runtime::write_file_atomically(file.string(), text); !written) return written;
  std::error_code failed;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (failed) return std::unexpected(fmt::format("{}: {}", file.string(), failed.message()));
  return {};
}

// The password file's line for an account: `user:hash`.
std::expected<std::string, std::string> hashed(const DataFolder& folder, const std::string& user,
                                               const std::string& password) {
  const fs::path tool = find_program("mosquitto_passwd");
  if (tool.empty()) {
    return std::unexpected("mosquitto_passwd is not there; it comes with mosquitto: ./luft setup");
  }
  const fs::path plain = folder.credentials() / fmt::format("new-account-{}", getpid());
  if (auto w = write_private(plain, user + ":" + password + "\n"); !w) {
    return std::unexpected(w.error());
  }
  auto process = runtime::Process::start({.command = {tool.string(), "-U", plain.string()},
                                          .set_env = {},
                                          .output_file = folder.log_file("passwords").string(),
                                          .working_folder = {},
                                          .group = runtime::ProcessGroup::own});
  const auto status = process ? process->wait() : runtime::ExitStatus{};
  auto line = runtime::read_file(plain.string());
  fs::remove(plain);
  if (!process) return std::unexpected(process.error());
  if (status.success() && line) return line;
  return std::unexpected(fmt::format("mosquitto_passwd failed ({}); see {}", status.text(),
                                     folder.log_file("passwords").string()));
}

contract::ForeignAccess foreign_access(const runtime::Settings& settings) {
  contract::ForeignAccess access;
  for (const runtime::SourceSettings& source : settings.sources) {
    access.said.push_back(source.topic);
    access.devices.push_back(source.device);
  }
  for (const runtime::CoverSettings& cover : settings.covers) {
    if (!cover.state_topic.empty()) access.said.push_back(cover.state_topic);
    for (const auto* order : {&cover.set_position, &cover.open, &cover.close, &cover.stop}) {
      if (!order->topic.empty()) access.told.push_back(order->topic);
    }
    access.devices.push_back(cover.device);
  }
  for (auto* list : {&access.said, &access.told, &access.devices}) {
    std::ranges::sort(*list);
    list->erase(std::ranges::unique(*list).begin(), list->end());
  }
  return access;
}

}  // namespace

fs::path broker_configuration_file(const DataFolder& folder) {
  return folder.run() / "mosquitto.conf";
}

fs::path broker_password_file(const DataFolder& folder) {
  return folder.credentials() / "broker-accounts";
}

fs::path broker_password_of(const DataFolder& folder, std::string_view service) {
  return folder.credentials() / fmt::format("broker-{}", service);
}

bool needs_passwords(const runtime::Settings& settings) {
  return settings.mqtt.url.empty() && !is_loopback(settings.mqtt.bind);
}

std::string without_account(std::string_view file, std::string_view user) {
  std::string out;
  std::istringstream in{std::string(file)};
  for (std::string other; std::getline(in, other);) {
    if (!other.starts_with(fmt::format("{}:", user)) && !other.empty()) out += other + "\n";
  }
  return out;
}

std::string with_account(std::string_view file, std::string_view user, std::string_view line) {
  std::string out = without_account(file, user);
  out += line;
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

std::expected<std::string, std::string> add_broker_account(const DataFolder& folder,
                                                           const std::string& user) {
  std::string password = random_password();
  const auto line = hashed(folder, user, password);
  if (!line) return std::unexpected(line.error());
  const fs::path file = broker_password_file(folder);
  const auto before = fs::exists(file) ? runtime::read_file(file.string()) : "";
  if (!before) return std::unexpected(before.error());
  if (auto w = write_private(file, with_account(*before, user, *line)); !w) {
    return std::unexpected(w.error());
  }
  return password;
}

std::expected<bool, std::string> remove_broker_account(const DataFolder& folder,
                                                       const std::string& user) {
  const fs::path file = broker_password_file(folder);
  if (!fs::exists(file)) return false;
  const auto before = runtime::read_file(file.string());
  if (!before) return std::unexpected(before.error());
  const std::string after = without_account(*before, user);
  if (after == *before) return false;
  if (auto w = write_private(file, after); !w) return std::unexpected(w.error());
  return true;
}

void reload_broker_accounts(const DataFolder& folder) {
  pid_t pid = 0;
  std::ifstream(folder.pid_file("broker")) >> pid;
  if (pid <= 0) return;
  std::string command;
  std::getline(std::ifstream(fmt::format("/proc/{}/cmdline", pid)), command);
  // Words end in zeros there. The name alone could be another folder's broker.
  const bool is_ours =
      command.find("mosquitto") != std::string::npos &&
      command.find(broker_configuration_file(folder).string()) != std::string::npos;
  if (is_ours) kill(pid, SIGHUP);
}

std::expected<void, std::string> prepare_broker(const runtime::Settings& settings,
                                                const DataFolder& folder) {
  const fs::path accounts = broker_password_file(folder);
  if (!fs::exists(accounts)) {
    if (auto made = write_private(accounts, ""); !made) return made;
  }
  for (const std::string service : {"hub", "ml", "replay"}) {
    // Those that exist stay: a hub that runs already goes on knowing its own.
    const bool exists = fs::exists(broker_password_of(folder, service));
    if (exists || !needs_passwords(settings)) continue;
    const auto password = add_broker_account(folder, service);
    if (!password) return std::unexpected(password.error());
    auto kept = write_private(broker_password_of(folder, service), *password + "\n");
    if (!kept) return kept;
  }
  const BrokerOptions options{
      .bind = settings.mqtt.bind,
      .port = settings.mqtt.port,
      .tls_port = settings.mqtt.tls_port,
      .socket_file = broker_socket(folder),
      .password_file = accounts,
      .access_file = access_file(folder),
      .certificate_file = settings.mqtt.cert_file,
      .key_file = settings.mqtt.key_file,
      .run_as = geteuid() == 0 ? "root" : "",
  };
  const std::string access =
      contract::broker_acl({.site = settings.site,
                            .foreign = foreign_access(settings),
                            .home_assistant_prefix = settings.home_assistant.prefix});
  if (auto w = write_private(access_file(folder), access); !w) return w;
  return write_private(broker_configuration_file(folder), broker_configuration(options));
}

}  // namespace luft::cli

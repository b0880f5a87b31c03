#include "store/server/preparation.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/file.h>
#include <sys/socket.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "runtime/file.h"
#include "store/server/config_files.h"

namespace luft::store {
namespace {

namespace fs = std::filesystem;
using Done = std::expected<void, std::string>;

std::string system_message() {
  return std::generic_category().message(errno);
}

Done make_private_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (!error) return {};
  return std::unexpected(
      fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
}

std::expected<runtime::UniqueFd, std::string> lock_folder(const fs::path& folder) {
  const fs::path file = folder / "lock";
  runtime::UniqueFd lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.get() < 0) {
    return std::unexpected(fmt::format("cannot open {}: {}", file.string(), system_message()));
  }
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return std::unexpected(
        fmt::format("another luft-clickhouse is running on {}: stop it, or set LUFT_DATA to "
                    "another folder",
                    folder.string()));
  }
  return lock;
}

// The engine's own message for a taken port is a page of stack trace.
Done check_port(const std::string& bind, std::uint16_t port, const char* setting) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  addrinfo* found = nullptr;
  if (::getaddrinfo(bind.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    return std::unexpected(
        fmt::format("cannot listen on \"{}\" (LUFT_CLICKHOUSE_BIND): not an IP address", bind));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  const runtime::UniqueFd probe(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;  // as the engine does: a port in TIME_WAIT is free
  ::setsockopt(probe.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(probe.get(), found->ai_addr, found->ai_addrlen) == 0) return {};
  return std::unexpected(
      fmt::format("cannot listen on {}:{}: {}; stop what uses the port, or set {} to another one",
                  bind, port, system_message(), setting));
}

Done write_configuration(const ServerSettings& settings) {
  DatabasePasswords passwords;
  const struct {
    DatabaseUser user;
    std::string* password;
  } users[] = {{DatabaseUser::writer, &passwords.writer},
               {DatabaseUser::reader, &passwords.reader},
               {DatabaseUser::admin, &passwords.admin}};
  for (const auto& [user, password] : users) {
    auto ensured = ensure_password(password_file(settings.data_folder, user));
    if (!ensured) return std::unexpected(ensured.error());
    *password = *std::move(ensured);
  }
  const auto written = runtime::write_file_atomically(settings.users_file().string(),
                                                      users_xml(passwords, settings));
  if (!written) return written;
  return runtime::write_file_atomically(settings.config_file().string(), config_xml(settings));
}

}  // namespace

std::expected<runtime::UniqueFd, std::string> prepare_server(const ServerSettings& settings) {
  for (const fs::path& folder : {settings.folder(), settings.backups()}) {
    if (const auto made = make_private_folder(folder); !made) return std::unexpected(made.error());
  }
  auto lock = lock_folder(settings.folder());
  if (!lock) return lock;
  for (const auto& [port, setting] : {std::pair(settings.http_port, "LUFT_CLICKHOUSE_HTTP_PORT"),
                                      std::pair(settings.tcp_port, "LUFT_CLICKHOUSE_TCP_PORT")}) {
    if (const auto free = check_port(settings.bind, port, setting); !free) {
      return std::unexpected(free.error());
    }
  }
  if (const auto written = write_configuration(settings); !written) {
    return std::unexpected(written.error());
  }
  return lock;
}

}  // namespace luft::store

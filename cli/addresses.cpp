// addresses.json, read and written.
#include "cli/addresses.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/folder_lock.h"

namespace luft::cli {

using nlohmann::json;

std::string to_json(const Addresses& addresses) {
  return json{{"supervisor_pid", addresses.supervisor_pid},
              {"mqtt", addresses.mqtt},
              {"http", addresses.http},
              {"clickhouse_http", addresses.clickhouse_http},
              {"clickhouse_tcp", addresses.clickhouse_tcp},
              {"http_password_file", addresses.http_password_file}}
             .dump(2) +
         "\n";
}

std::expected<Addresses, std::string> parse_addresses(std::string_view text) {
  const json parsed = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) return std::unexpected("not a JSON object");
  Addresses addresses;
  const auto pid = parsed.find("supervisor_pid");
  if (pid == parsed.end() || !pid->is_number_integer()) {
    return std::unexpected("no supervisor_pid");
  }
  addresses.supervisor_pid = pid->get<int>();
  const auto read = [&](const char* name, std::string& into) {
    const auto member = parsed.find(name);
    if (member != parsed.end() && member->is_string()) into = member->get<std::string>();
  };
  read("mqtt", addresses.mqtt);
  read("http", addresses.http);
  read("clickhouse_http", addresses.clickhouse_http);
  read("clickhouse_tcp", addresses.clickhouse_tcp);
  read("http_password_file", addresses.http_password_file);
  return addresses;
}

void write_addresses(const DataFolder& folder, const Addresses& addresses) {
  const auto file = folder.addresses();
  const auto next = file.string() + ".next";
  std::ofstream(next) << to_json(addresses);
  std::filesystem::rename(next, file);
}

void remove_addresses(const DataFolder& folder) {
  std::error_code gone;
  std::filesystem::remove(folder.addresses(), gone);
}

std::optional<Addresses> running_addresses(const DataFolder& folder) {
  if (!FolderLock::is_taken(folder)) return std::nullopt;
  std::ifstream in(folder.addresses());
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto addresses = parse_addresses(text);
  if (!addresses || addresses->supervisor_pid <= 0) return std::nullopt;
  return *addresses;
}

}  // namespace luft::cli

#include "hub/database.h"

#include <fmt/format.h>

#include <filesystem>

#include "runtime/file.h"
#include "store/credentials.h"

namespace luft::hub {

namespace fs = std::filesystem;
using store::DatabaseUser;

std::expected<StoreWriter::Database, std::string> database_from(const runtime::Settings& settings) {
  const runtime::ClickHouseSettings& configured = settings.clickhouse;
  const fs::path data{settings.data};
  store::ClickHouseEndpoint writer;
  writer.url = configured.url.empty()
                   ? fmt::format("http://{}:{}", runtime::reachable_at(configured.bind),
                                 configured.http_port)
                   : configured.url;
  writer.ca_file = configured.ca_file;
  // What is far enough away for TLS is worth the time to compress.
  if (writer.url.starts_with("https://")) writer.compression = store::Compression::gzip;
  if (!configured.cluster.empty()) {
    // Acknowledged means on a majority of the replicas of its shard, not in a queue on the way.
    writer.insert_settings = {{"distributed_foreground_insert", "1"}, {"insert_quorum", "auto"}};
  }
  writer.user = configured.user;
  if (!configured.password_file.empty()) {
    auto password = runtime::read_secret_file(configured.password_file);
    if (!password) return std::unexpected{"clickhouse.password_file: " + password.error()};
    writer.password = *std::move(password);
  } else {
    // Whoever comes first, the launcher or this hub, makes it.
    auto password = store::ensure_password(store::password_file(data, DatabaseUser::writer));
    if (!password) return std::unexpected{password.error()};
    writer.password = *std::move(password);
  }
  store::ClickHouseEndpoint admin = writer;
  const fs::path admin_file = store::password_file(data, DatabaseUser::admin);
  if (configured.password_file.empty() || fs::exists(admin_file)) {
    auto password = store::ensure_password(admin_file);
    if (!password) return std::unexpected{password.error()};
    admin.user = store::name(DatabaseUser::admin);
    admin.password = *std::move(password);
  }
  return StoreWriter::Database{
      .writer = std::move(writer),
      .admin = std::move(admin),
      .retention_days = static_cast<std::uint32_t>(configured.retention_days),
      .layout = {.cluster = configured.cluster}};
}

}  // namespace luft::hub

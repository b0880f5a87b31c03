#include "store/server/config_files.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace luft::store {
namespace {

std::string escape_xml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string hex;
  for (const unsigned char byte : hash) hex += fmt::format("{:02x}", byte);
  return hex;
}

// Caches are sized for a small machine; the engine's defaults take gigabytes.
constexpr std::string_view kConfig = R"(<clickhouse>
  <!-- Written by luft-clickhouse at each start: changes here are lost. -->
  <users_config>{users_file}</users_config>
  <path>{path}/</path>
{listen_hosts}  <http_port>{http_port}</http_port>
  <tcp_port>{tcp_port}</tcp_port>
  <log-level>warning</log-level>
  <logger>
    <level>warning</level>
    <console>1</console>
    <formatting><type>json</type></formatting>
  </logger>
  <max_server_memory_usage>{memory_bytes}</max_server_memory_usage>
  <mark_cache_size>{cache_bytes}</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <max_connections>256</max_connections>
  <keep_alive_timeout>60</keep_alive_timeout>
  <!-- Otherwise twenty times a second, and every second: at rest, a tenth of all its work. -->
  <memory_worker_period_ms>1000</memory_worker_period_ms>
  <asynchronous_metrics_update_period_s>60</asynchronous_metrics_update_period_s>
  <!-- Rows are rewritten a third as often, and queries meet a few parts more. -->
  <merge_tree>
    <min_parts_to_merge_at_once>10</min_parts_to_merge_at_once>
  </merge_tree>
  <backups>
    <allowed_path>{backups}/</allowed_path>
  </backups>
</clickhouse>
)";

// What the reader's queries may put on the disk while they run, all together.
constexpr std::size_t kReaderSpill_bytes = std::size_t{512} << 20;

// The library's own session must be the user `default`, without a password, from localhost. So
// that nobody else can be `default`, one session is all it may have, which is taken before the
// ports open, and no one can change that limit. Its rights are what start_statements() need. (Not
// in the profile `default`: every user starts from that one.)
// `readonly` 2: may read and set settings (drivers do), within the constraints.
// A thread for each GiB that is free is what the engine would give a query: one, within our limit.
constexpr std::string_view kUsers = R"(<clickhouse>
  <!-- Written by luft-clickhouse at each start: changes here are lost. -->
  <profiles>
    <default>
      <max_threads_min_free_memory_per_thread>67108864</max_threads_min_free_memory_per_thread>
    </default>
    <nobody_else>
      <max_sessions_for_user>1</max_sessions_for_user>
      <constraints>
        <max_sessions_for_user><const/></max_sessions_for_user>
      </constraints>
    </nobody_else>
    <full/>
    <reader>
      <readonly>2</readonly>
      <max_execution_time>30</max_execution_time>
      <max_memory_usage>{reader_memory_bytes}</max_memory_usage>
      <max_result_rows>1000000</max_result_rows>
      <max_rows_to_read>2000000000</max_rows_to_read>
      <max_concurrent_queries_for_user>32</max_concurrent_queries_for_user>
      <max_temporary_data_on_disk_size_for_user>{spill}</max_temporary_data_on_disk_size_for_user>
      <constraints>
        <max_execution_time><min>1</min><max>60</max></max_execution_time>
        <max_memory_usage><min>1</min><max>{reader_memory_bytes}</max></max_memory_usage>
        <max_result_rows><min>1</min><max>1000000</max></max_result_rows>
        <max_rows_to_read><min>1</min><max>2000000000</max></max_rows_to_read>
        <result_overflow_mode><const/></result_overflow_mode>
        <read_overflow_mode><const/></read_overflow_mode>
        <timeout_overflow_mode><const/></timeout_overflow_mode>
        <max_concurrent_queries_for_user><const/></max_concurrent_queries_for_user>
        <max_temporary_data_on_disk_size_for_user>
          <const/>
        </max_temporary_data_on_disk_size_for_user>
      </constraints>
    </reader>
  </profiles>
  <quotas>
    <default/>
  </quotas>
  <users>
    <default>
      <password/>
      <networks><ip>127.0.0.1</ip></networks>
      <profile>nobody_else</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT SYSTEM LISTEN ON *.*</query>
        <query>GRANT CREATE TEMPORARY TABLE ON *.*</query>
        <query>GRANT READ ON FILE</query>
      </grants>
    </default>
    <luft_writer>
      <password_sha256_hex>{writer}</password_sha256_hex>
      <networks>{services_from}</networks>
      <profile>full</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT SELECT, INSERT ON luft.*</query>
      </grants>
    </luft_writer>
    <luft_reader>
      <password_sha256_hex>{reader}</password_sha256_hex>
      <networks><ip>::/0</ip></networks>
      <profile>reader</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT SELECT ON luft.*</query>
        <query>GRANT SELECT ON system.databases</query>
        <query>GRANT SELECT ON system.tables</query>
        <query>GRANT SELECT ON system.columns</query>
      </grants>
    </luft_reader>
    <luft_admin>
      <password_sha256_hex>{admin}</password_sha256_hex>
      <networks>{services_from}</networks>
      <profile>full</profile>
      <quota>default</quota>
      <grants>
        <query>GRANT ALL ON *.*</query>
      </grants>
    </luft_admin>
  </users>
</clickhouse>
)";

// The hub comes over loopback, wherever else the server listens: the writer may only come there.
std::string listen_hosts(const std::string& bind) {
  constexpr std::string_view kHost = "  <listen_host>{}</listen_host>\n";
  std::string hosts = fmt::format(kHost, escape_xml(bind));
  const bool covers_loopback = bind == "0.0.0.0" || bind == "::" || bind == "127.0.0.1";
  return covers_loopback ? hosts : fmt::format(kHost, "127.0.0.1") + hosts;
}

}  // namespace

std::string config_xml(const ServerSettings& settings) {
  const std::size_t memory_bytes = settings.memory_limit_mb << 20;
  return fmt::format(
      kConfig, fmt::arg("users_file", escape_xml(settings.users_file().string())),
      fmt::arg("path", escape_xml((settings.folder() / "data").string())),
      fmt::arg("listen_hosts", listen_hosts(settings.bind)),
      fmt::arg("http_port", settings.http_port), fmt::arg("tcp_port", settings.tcp_port),
      fmt::arg("memory_bytes", memory_bytes), fmt::arg("cache_bytes", memory_bytes / 8),
      fmt::arg("backups", escape_xml(settings.backups().string())));
}

std::string users_xml(const DatabasePasswords& passwords, const ServerSettings& settings) {
  const bool loopback = settings.services_from == runtime::ServicesFrom::loopback;
  return fmt::format(
      kUsers,
      fmt::arg("services_from", loopback ? "<ip>127.0.0.1</ip><ip>::1</ip>" : "<ip>::/0</ip>"),
      fmt::arg("reader_memory_bytes", (settings.memory_limit_mb << 20) / 2),
      fmt::arg("spill", kReaderSpill_bytes), fmt::arg("writer", sha256_hex(passwords.writer)),
      fmt::arg("reader", sha256_hex(passwords.reader)),
      fmt::arg("admin", sha256_hex(passwords.admin)));
}

std::string_view start_statements() {
  return "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; "
         "SELECT count() FROM file('stdin', 'LineAsString', 'line String') FORMAT Null";
}

}  // namespace luft::store

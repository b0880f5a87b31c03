// The one way to the database: ClickHouse's HTTP interface, the same for the embedded server, a
// server somewhere, or a cluster.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/cancellation.h"

namespace luft::store {

enum class ClickHouseErrorKind : std::uint8_t {
  unreachable,   // no connection, or it broke: the server may or may not have done the work
  timeout,       // no answer in time, here or by the server's own limit: likewise unknown
  refused,       // wrong user or password, or a right is missing
  overloaded,    // too many parts or queries, memory or disk used up: later it works
  bad_request,   // the statement or its data are wrong; the same request fails again
  server_error,  // anything else the server reports
};

[[nodiscard]] std::string_view name(ClickHouseErrorKind kind);

// Whether the same request may work later without anybody changing anything. An insert that is sent
// again must carry the same bytes and deduplication token.
[[nodiscard]] bool is_retryable(ClickHouseErrorKind kind);

struct ClickHouseError {
  ClickHouseErrorKind kind = ClickHouseErrorKind::server_error;
  int code = 0;         // ClickHouse's error code; 0 when the server did not say one
  std::string message;  // for people: what failed, where; at most kMaxMessageLength bytes

  static constexpr std::size_t kMaxMessageLength = 1000;
};

template <class T>
using ClickHouseResult = std::expected<T, ClickHouseError>;

enum class Compression : std::uint8_t { none, gzip };

struct NamedValue {
  std::string name;
  std::string value;
};

struct ClickHouseEndpoint {
  std::string url;  // http://host:port or https://host:port
  std::string user;
  std::string password;
  std::string ca_file;  // for https: trust these certificates; empty: the system's
  std::chrono::milliseconds connect_timeout{2'000};
  std::chrono::milliseconds answer_timeout{30'000};  // between two arrivals of bytes
  // Set: every statement only reads, ends by itself after so long, and ends when we hang up.
  std::chrono::milliseconds reads_within{0};
  Compression compression = Compression::none;  // of inserted data: for slow networks
  std::string session;  // temporary tables live in it, and end with the server; empty: none
  std::vector<NamedValue> insert_settings;                // with every insert: a cluster's
  std::size_t max_answer_bytes = std::size_t{256} << 20;  // a longer answer is a bad_request
  std::shared_ptr<Cancellation> cancellation{};           // shared with whoever may cancel
};

// Not thread-safe: one client per thread. Keeps its connection open and opens a new one when the
// server closed it. The process must ignore SIGPIPE.
class ClickHouseClient {
 public:
  explicit ClickHouseClient(ClickHouseEndpoint endpoint);
  ~ClickHouseClient();
  ClickHouseClient(ClickHouseClient&&) noexcept;
  ClickHouseClient& operator=(ClickHouseClient&&) noexcept;

  // Runs one statement and returns its whole result in `format` (a ClickHouse format name, unless
  // the statement says its own). `parameters` fill `{name:Type}` in the statement: what comes from
  // outside goes there, never into `sql`.
  [[nodiscard]] ClickHouseResult<std::string> query(std::string_view sql,
                                                    const std::vector<NamedValue>& parameters = {},
                                                    std::string_view format = "TabSeparated");

  // Sends `body` as the data of `sql`, an `INSERT INTO … FORMAT …`, with ClickHouse settings.
  // Success means that the server acknowledged it: with our tables' settings, synced to disk.
  [[nodiscard]] ClickHouseResult<void> insert(std::string_view sql, std::string_view body,
                                              const std::vector<NamedValue>& settings = {});

  [[nodiscard]] const ClickHouseEndpoint& endpoint() const;

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace luft::store

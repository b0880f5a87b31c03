// What differs between cpp-httplib 0.11 (Debian 12) and 0.18 (Debian 13) does not matter here: the
// client's calls below exist in both. Neither says whether a failed read timed out, so the time
// that passed tells.
#include "store/clickhouse_client.h"

#include <fmt/format.h>
#include <httplib.h>

#include <charconv>
#include <utility>

#include "store/clickhouse_error.h"

namespace luft::store {
namespace {

using Clock = std::chrono::steady_clock;

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    if (plain) {
      encoded += c;
    } else {
      encoded += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return encoded;
}

// ClickHouse reads parameters in its TabSeparated form.
std::string escape_parameter(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '\\':
        escaped += "\\\\";
        break;
      case '\t':
        escaped += "\\t";
        break;
      case '\n':
        escaped += "\\n";
        break;
      case '\r':
        escaped += "\\r";
        break;
      case '\0':
        escaped += "\\0";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

void append_argument(std::string& path, std::string_view name, std::string_view value) {
  path += '&';
  path += percent_encode(name);
  path += '=';
  path += percent_encode(value);
}

// The answer waits for the statement's end, so that its status is the statement's outcome.
std::string path_start(const ClickHouseEndpoint& endpoint) {
  std::string path = "/?wait_end_of_query=1";
  if (!endpoint.session.empty()) append_argument(path, "session_id", endpoint.session);
  return path;
}

void append_limits(std::string& path, const ClickHouseEndpoint& endpoint) {
  if (endpoint.reads_within.count() == 0) return;
  const std::chrono::duration<double> seconds = endpoint.reads_within;
  append_argument(path, "readonly", "2");
  append_argument(path, "max_execution_time", fmt::format("{}", seconds.count()));
  append_argument(path, "cancel_http_readonly_queries_on_client_close", "1");
}

int exception_code(const httplib::Response& response) {
  const std::string text = response.get_header_value("X-ClickHouse-Exception-Code");
  int code = 0;
  std::from_chars(text.data(), text.data() + text.size(), code);
  return code;
}

}  // namespace

struct ClickHouseClient::Connection {
  explicit Connection(ClickHouseEndpoint given) : endpoint(std::move(given)), http(endpoint.url) {
    http.set_keep_alive(true);
    http.set_tcp_nodelay(true);
    http.set_connection_timeout(endpoint.connect_timeout);
    http.set_read_timeout(endpoint.answer_timeout);
    http.set_write_timeout(endpoint.answer_timeout);
    http.set_compress(endpoint.compression == Compression::gzip);
    if (!endpoint.ca_file.empty()) http.set_ca_cert_path(endpoint.ca_file);
    headers = {{"X-ClickHouse-User", endpoint.user}, {"X-ClickHouse-Key", endpoint.password}};
  }

  [[nodiscard]] Cancellation::Request begin() {
    return {endpoint.cancellation, [this] { http.stop(); }};
  }

  // A request was cancelled before it began.
  [[nodiscard]] ClickHouseError cancelled() const {
    return {
        ClickHouseErrorKind::unreachable, 0,
        fmt::format("{} as {}: not asked, the program is stopping", endpoint.url, endpoint.user)};
  }

  // What a request that got no answer means.
  [[nodiscard]] ClickHouseError no_answer(httplib::Error error, Clock::duration waited) const {
    const bool timed_out = error == httplib::Error::ConnectionTimeout ||
                           ((error == httplib::Error::Read || error == httplib::Error::Write) &&
                            waited >= endpoint.answer_timeout);
    const auto kind = timed_out ? ClickHouseErrorKind::timeout : ClickHouseErrorKind::unreachable;
    return {kind, 0,
            fmt::format("{} as {}: {}", endpoint.url, endpoint.user, httplib::to_string(error))};
  }

  ClickHouseEndpoint endpoint;
  httplib::Client http;
  httplib::Headers headers;
};

ClickHouseClient::ClickHouseClient(ClickHouseEndpoint endpoint)
    : connection_(std::make_unique<Connection>(std::move(endpoint))) {}
ClickHouseClient::~ClickHouseClient() = default;
ClickHouseClient::ClickHouseClient(ClickHouseClient&&) noexcept = default;
ClickHouseClient& ClickHouseClient::operator=(ClickHouseClient&&) noexcept = default;

const ClickHouseEndpoint& ClickHouseClient::endpoint() const {
  return connection_->endpoint;
}

ClickHouseResult<std::string> ClickHouseClient::query(std::string_view sql,
                                                      const std::vector<NamedValue>& parameters,
                                                      std::string_view format) {
  std::string body;
  httplib::Request request;
  request.method = "POST";
  request.path = path_start(connection_->endpoint);
  append_argument(request.path, "default_format", format);
  append_limits(request.path, connection_->endpoint);
  for (const auto& [name, value] : parameters) {
    append_argument(request.path, "param_" + name, escape_parameter(value));
  }
  request.headers = connection_->headers;
  request.body = sql;
  const std::size_t limit = connection_->endpoint.max_answer_bytes;
  bool too_long = false;
  request.content_receiver = [&](const char* data, std::size_t length, std::uint64_t,
                                 std::uint64_t) {
    too_long = body.size() + length > limit;
    if (!too_long) body.append(data, length);
    return !too_long;
  };

  const auto running = connection_->begin();
  if (running.cancelled()) return std::unexpected(connection_->cancelled());
  const auto start = Clock::now();
  const auto result = connection_->http.send(request);
  if (too_long) {
    return std::unexpected(
        ClickHouseError{ClickHouseErrorKind::bad_request, 0,
                        fmt::format("the result is longer than {} bytes: ask for less", limit)});
  }
  if (!result) {
    return std::unexpected(connection_->no_answer(result.error(), Clock::now() - start));
  }
  if (result->status != 200) {
    return std::unexpected(make_error(result->status, exception_code(*result), body));
  }
  return body;
}

ClickHouseResult<void> ClickHouseClient::insert(std::string_view sql, std::string_view body,
                                                const std::vector<NamedValue>& settings) {
  std::string path = path_start(connection_->endpoint);
  append_argument(path, "query", sql);
  for (const auto& [name, value] : settings) append_argument(path, name, value);
  for (const auto& [name, value] : connection_->endpoint.insert_settings) {
    append_argument(path, name, value);
  }

  const auto running = connection_->begin();
  if (running.cancelled()) return std::unexpected(connection_->cancelled());
  const auto start = Clock::now();
  const auto result = connection_->http.Post(path, connection_->headers, body.data(), body.size(),
                                             "application/octet-stream");
  if (!result) {
    return std::unexpected(connection_->no_answer(result.error(), Clock::now() - start));
  }
  if (result->status != 200) {
    return std::unexpected(make_error(result->status, exception_code(*result), result->body));
  }
  return {};
}

}  // namespace luft::store

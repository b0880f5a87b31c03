// `luft sql`: a question to ClickHouse as the reader, who may look and change nothing.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/commands.h"
#include "cli/http_request.h"
#include "cli/running.h"
#include "runtime/file.h"

namespace luft::cli {
namespace {

constexpr std::chrono::seconds kLongestQuestion{300};
constexpr std::size_t kKeptOfTheEnd = 8 * 1024;

std::string reader_password_file(const Settings& settings, const DataFolder& folder) {
  const std::string& chosen = settings.clickhouse.reader_password_file;
  if (!chosen.empty()) return chosen;
  return (folder.credentials() / ("clickhouse-" + settings.clickhouse.reader_user)).string();
}

// ClickHouse writes what went wrong under way behind the rows, and breaks off.
std::string why_it_broke_off(std::string_view end) {
  const std::size_t at = end.find("Code: ", std::min(end.find("__exception__"), end.size()));
  if (at == std::string_view::npos) return "the connection ended";
  const std::string_view reason = end.substr(at);
  return std::string{reason.substr(0, reason.find_first_of("\r\n"))};
}

}  // namespace

int run_sql(const Settings& settings, const SqlOptions& options) {
  const auto running = find_running(settings);
  if (!running) return fail(running.error());
  const auto password = runtime::read_secret_file(reader_password_file(settings, running->folder));
  if (!password) return fail(password.error());
  const std::string format = options.format.empty() ? "PrettyCompactMonoBlock" : options.format;
  const HttpRequest request{
      .base = running->addresses.clickhouse_http,
      .path = fmt::format("/?database=luft&default_format={}", percent_encoded(format)),
      .body = options.query,
      .headers = {{"X-ClickHouse-User", settings.clickhouse.reader_user},
                  {"X-ClickHouse-Key", *password}},
      .timeout = kLongestQuestion};
  std::string end;  // of what has come so far
  const auto answer = ask_streaming(request, [&end](std::string_view piece) {
    std::fwrite(piece.data(), 1, piece.size(), stdout);
    end.append(piece);
    if (end.size() > kKeptOfTheEnd) end.erase(0, end.size() - kKeptOfTheEnd);
  });
  if (!answer && !end.empty()) {
    std::fflush(stdout);
    return fail("the answer broke off: " + why_it_broke_off(end));
  }
  if (!answer) return fail(answer.error());
  return answer->is_ok() ? 0 : fail(answer->body);
}

}  // namespace luft::cli

// `luft sql`: a question to ClickHouse as the reader, who may look and change nothing.
#include <fmt/format.h>

#include <cstdio>

#include "cli/commands.h"
#include "cli/http_request.h"
#include "cli/running.h"
#include "runtime/file.h"

namespace luft::cli {
namespace {

constexpr std::chrono::seconds kLongestQuestion{300};

std::string reader_password_file(const Settings& settings, const DataFolder& folder) {
  const std::string& chosen = settings.clickhouse.reader_password_file;
  if (!chosen.empty()) return chosen;
  return (folder.credentials() / ("clickhouse-" + settings.clickhouse.reader_user)).string();
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
  const auto answer = ask_streaming(
      request, [](std::string_view piece) { std::fwrite(piece.data(), 1, piece.size(), stdout); });
  if (!answer) return fail(answer.error());
  return answer->is_ok() ? 0 : fail(answer->body);
}

}  // namespace luft::cli

#include "ml/learning/wish_source.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "runtime/file.h"
#include "runtime/http_access.h"

namespace luft::ml {
namespace {

constexpr std::size_t kPage = 1'000;
constexpr std::size_t kMostPages = 1'000;
constexpr std::chrono::seconds kTimeout{10};

}  // namespace

std::expected<Wishes, std::string> fetch_wishes(const runtime::Settings& settings,
                                                const std::string& cursor) {
  const std::string base =
      fmt::format("http://{}:{}", runtime::reachable_at(settings.http.bind), settings.http.port);
  httplib::Client client(base);
  client.set_connection_timeout(kTimeout);
  client.set_read_timeout(kTimeout);
  httplib::Headers headers;
  if (const auto file = runtime::http_password_file(settings); !file.empty()) {
    const auto password = runtime::read_secret_file(file);
    if (!password) return std::unexpected(password.error());
    headers.emplace("Authorization", "Bearer " + *password);
  }
  Wishes all{.wishes = {}, .last_id = cursor};
  for (std::size_t page = 0; page < kMostPages; ++page) {
    const auto path = fmt::format("/api/v1/examples?cursor={}&limit={}", all.last_id, kPage);
    const auto answer = client.Get(path, headers);
    if (!answer) {
      return std::unexpected(
          fmt::format("{}{} does not answer ({})", base, path, httplib::to_string(answer.error())));
    }
    if (answer->status != 200) {
      return std::unexpected(fmt::format("{}{} answers {}", base, path, answer->status));
    }
    Wishes some = read_wishes(answer->body);
    all.passed_over += some.passed_over;
    std::ranges::move(some.wishes, std::back_inserter(all.wishes));
    if (some.last_id.empty() || !answer->has_header("Link")) break;
    all.last_id = some.last_id;
  }
  return all;
}

}  // namespace luft::ml

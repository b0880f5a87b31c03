#include "hub/http_password.h"

#include "runtime/file.h"
#include "runtime/http_access.h"
#include "store/credentials.h"

namespace luft::hub {

std::expected<std::optional<std::string>, std::string> http_password_from(
    const runtime::Settings& settings) {
  const std::string file = runtime::http_password_file(settings);
  if (file.empty()) return std::nullopt;
  const bool chosen = !settings.http.password_file.empty();
  auto password = chosen ? runtime::read_secret_file(file) : store::ensure_password(file);
  if (!password) {
    return std::unexpected{(chosen ? "http.password_file: " : "http password: ") +
                           password.error()};
  }
  return *std::move(password);
}

}  // namespace luft::hub

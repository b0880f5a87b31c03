#include "runtime/http_access.h"

#include <filesystem>

namespace luft::runtime {

bool is_loopback(std::string_view address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

std::string http_password_file(const Settings& settings) {
  if (!settings.http.password_file.empty()) return settings.http.password_file;
  if (is_loopback(settings.http.bind)) return {};
  return (std::filesystem::path{settings.data} / "credentials" / "http").string();
}

}  // namespace luft::runtime

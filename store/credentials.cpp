#include "store/credentials.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <system_error>

#include "runtime/file.h"

namespace luft::store {

namespace fs = std::filesystem;

std::string_view name(DatabaseUser user) {
  switch (user) {
    case DatabaseUser::writer:
      return "luft_writer";
    case DatabaseUser::reader:
      return "luft_reader";
    case DatabaseUser::admin:
      return "luft_admin";
  }
  std::abort();
}

fs::path password_file(const fs::path& data_folder, DatabaseUser user) {
  return data_folder / "credentials" / fmt::format("clickhouse-{}", name(user));
}

std::expected<std::string, std::string> read_password(const fs::path& file) {
  return runtime::read_secret_file(file.string());
}

std::expected<std::string, std::string> ensure_password(const fs::path& file) {
  std::error_code error;
  if (fs::exists(file, error)) return read_password(file);

  if (sodium_init() < 0) return std::unexpected("libsodium finds no source of random numbers");
  std::array<unsigned char, 24> random{};
  randombytes_buf(random.data(), random.size());
  std::string password(sodium_base64_encoded_len(random.size(), sodium_base64_VARIANT_URLSAFE), 0);
  sodium_bin2base64(password.data(), password.size(), random.data(), random.size(),
                    sodium_base64_VARIANT_URLSAFE);
  password.pop_back();  // the terminating zero

  fs::create_directories(file.parent_path(), error);
  if (!error) fs::permissions(file.parent_path(), fs::perms::owner_all, error);
  if (error) {
    return std::unexpected(
        fmt::format("cannot make {}: {}", file.parent_path().string(), error.message()));
  }
  // Written under a name of its own and then linked: of two processes that make it at the same
  // moment, one wins and both read the same.
  const fs::path draft = file.string() + "." + password.substr(0, 8);
  if (const auto written = runtime::write_file_atomically(draft.string(), password + "\n");
      !written) {
    return std::unexpected(written.error());
  }
  fs::create_hard_link(draft, file, error);
  fs::remove(draft);
  if (error && error != std::errc::file_exists) {
    return std::unexpected(fmt::format("cannot make {}: {}", file.string(), error.message()));
  }
  return read_password(file);
}

}  // namespace luft::store

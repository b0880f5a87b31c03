// glibc has no functions for Landlock; the calls are made by number.
#include "store/server/confinement.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "runtime/unique_fd.h"

namespace luft::store {
namespace {

namespace fs = std::filesystem;

// The second version lets files be linked and moved between folders, which the engine does.
constexpr long kNeededVersion = 2;
constexpr std::uint64_t kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kRead =
    LANDLOCK_ACCESS_FS_EXECUTE | kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kAll = (LANDLOCK_ACCESS_FS_REFER << 1U) - 1;  // of that version

constexpr std::array kNeededFolders{"/usr", "/lib", "/lib64", "/proc", "/sys", "/dev"};
constexpr std::array kNeededFiles{"/etc/localtime", "/etc/timezone",      "/etc/ld.so.cache",
                                  "/etc/hosts",     "/etc/resolv.conf",   "/etc/host.conf",
                                  "/etc/gai.conf",  "/etc/nsswitch.conf", "/etc/machine-id"};

std::unexpected<std::string> cannot(const char* what) {
  return std::unexpected(fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

bool allow(const runtime::UniqueFd& rules, const fs::path& path, std::uint64_t access) {
  const runtime::UniqueFd place{::open(path.c_str(), O_PATH | O_CLOEXEC)};
  if (place.get() < 0) return true;  // it is not there
  landlock_path_beneath_attr rule{};
  rule.allowed_access = access;
  rule.parent_fd = place.get();
  return ::syscall(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

}  // namespace

std::expected<void, std::string> confine_files(std::span<const fs::path> own,
                                               std::span<const fs::path> readable) {
  const long version =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 0) return cannot("this kernel has no Landlock");
  if (version < kNeededVersion) return std::unexpected("this kernel's Landlock is too old");
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = kAll;
  const runtime::UniqueFd rules{static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0))};
  if (rules.get() < 0) return cannot("Landlock");
  bool allowed = allow(rules, "/dev/null", kReadFile | LANDLOCK_ACCESS_FS_WRITE_FILE);
  for (const char* folder : kNeededFolders) allowed = allow(rules, folder, kRead) && allowed;
  for (const char* file : kNeededFiles) allowed = allow(rules, file, kReadFile) && allowed;
  for (const fs::path& folder : readable) allowed = allow(rules, folder, kRead) && allowed;
  for (const fs::path& folder : own) allowed = allow(rules, folder, kAll) && allowed;
  if (!allowed) return cannot("Landlock does not take a rule");
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return cannot("no_new_privs");
  if (::syscall(SYS_landlock_restrict_self, rules.get(), 0) != 0) return cannot("Landlock");
  return {};
}

}  // namespace luft::store

#include "store/server/engine.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <string_view>

namespace luft::store {
namespace {

namespace fs = std::filesystem;

#if defined(__aarch64__)
constexpr std::string_view kPackage = "lib-linux-arm64-gnu";
#else
constexpr std::string_view kPackage = "lib-linux-x64-gnu";
#endif

template <class Function>
Function* symbol(void* library, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(library, name));
}

}  // namespace

std::expected<fs::path, std::string> find_engine(const std::string& configured) {
  std::error_code error;
  if (!configured.empty()) {
    if (fs::exists(configured, error)) return fs::absolute(configured);
    return std::unexpected(fmt::format(
        "{} (LUFT_CLICKHOUSE_LIBRARY) does not exist: run ./luft setup, or correct the setting",
        configured));
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path candidates[] = {
      program.parent_path().parent_path() / "lib/luft/libchdb.so",
      fs::path(LUFT_SOURCE_DIR) / ".deps/engine/node_modules/@chdb" / kPackage / "libchdb.so",
  };
  std::string tried;
  for (const auto& candidate : candidates) {
    if (fs::exists(candidate, error)) return candidate;
    tried += "\n  " + candidate.string();
  }
  return std::unexpected(
      "the embedded ClickHouse is not installed: run ./luft setup, or set "
      "LUFT_CLICKHOUSE_LIBRARY to libchdb.so. Looked for:" +
      tried);
}

std::expected<Engine, std::string> Engine::open(const fs::path& library) {
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    return std::unexpected(fmt::format("cannot load the embedded ClickHouse: {}", ::dlerror()));
  }
  if (::dlsym(handle, "chdb_query_cmdline") == nullptr) {
    return std::unexpected(library.string() +
                           " is another version than Luft needs: run ./luft setup");
  }
  return Engine(handle);
}

std::expected<void, std::string> Engine::run(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "clickhouse");
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);

  const auto query = symbol<void*(int, char**)>(library_, "chdb_query_cmdline");
  const auto error_of = symbol<const char*(void*)>(library_, "chdb_result_error");
  void* result = query(static_cast<int>(arguments.size()), argv.data());
  const char* error = result != nullptr && error_of != nullptr ? error_of(result) : nullptr;
  if (error != nullptr) return std::unexpected(error);
  return {};
}

}  // namespace luft::store

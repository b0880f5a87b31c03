#include "store/server/engine.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
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
    // glibc keeps it by thread. NOLINTNEXTLINE(concurrency-mt-unsafe)
    return std::unexpected(fmt::format("cannot load the embedded ClickHouse: {}", ::dlerror()));
  }
  if (::dlsym(handle, "chdb_query_cmdline") == nullptr) {
    return std::unexpected(library.string() +
                           " is another version than Luft needs: run ./luft setup");
  }
  return Engine(handle);
}

std::expected<std::string, std::string> Engine::query(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "clickhouse");
  std::vector<char*> argv(arguments.size() + 1);  // the last is null
  std::ranges::transform(arguments, argv.begin(), [](std::string& each) { return each.data(); });

  const auto run_query = symbol<void*(int, char**)>(library_, "chdb_query_cmdline");
  const auto error_of = symbol<const char*(void*)>(library_, "chdb_result_error");
  const auto buffer_of = symbol<const char*(void*)>(library_, "chdb_result_buffer");
  const auto length_of = symbol<std::size_t(void*)>(library_, "chdb_result_length");
  void* result = run_query(static_cast<int>(arguments.size()), argv.data());
  if (result == nullptr) return std::string();
  const char* error = error_of != nullptr ? error_of(result) : nullptr;
  if (error != nullptr) return std::unexpected(error);
  if (buffer_of == nullptr || length_of == nullptr || buffer_of(result) == nullptr) return "";
  return std::string(buffer_of(result), length_of(result));
}

std::expected<void, std::string> Engine::run(std::vector<std::string> arguments) const {
  if (const auto done = query(std::move(arguments)); !done) return std::unexpected(done.error());
  return {};
}

std::expected<std::string, std::string> Engine::version() const {
  auto answer = query({"--query", "SELECT version()", "--output-format", "TabSeparated"});
  if (answer) answer->resize(answer->find_last_not_of('\n') + 1);
  if (answer && answer->empty()) return std::unexpected("the engine does not say its version");
  return answer;
}

}  // namespace luft::store

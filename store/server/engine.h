// The engine: ClickHouse as a shared library (libchdb.so), opened at run time.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace luft::store {

// Where the library is, in this order: `configured` when it is not empty (LUFT_CLICKHOUSE_LIBRARY);
// ../lib/luft/libchdb.so beside the program's folder (an installation); .deps/engine/… in the
// source tree (where `./luft setup` puts it). The error lists what was tried and says the fix.
[[nodiscard]] std::expected<std::filesystem::path, std::string> find_engine(
    const std::string& configured);

class Engine {
 public:
  [[nodiscard]] static std::expected<Engine, std::string> open(
      const std::filesystem::path& library);

  // ClickHouse's version, such as "26.7.3.1", by asking it: proof that it works here. In place of
  // run(), once per process.
  [[nodiscard]] std::expected<std::string, std::string> version() const;

  // As the program `clickhouse local` with `arguments`; returns when its last statement has ended
  // and everything is closed. Once per process. The error is the engine's message.
  [[nodiscard]] std::expected<void, std::string> run(std::vector<std::string> arguments) const;

 private:
  [[nodiscard]] std::expected<std::string, std::string> query(
      std::vector<std::string> arguments) const;
  explicit Engine(void* library) : library_(library) {}

  void* library_;  // stays open: the engine's threads may outlive run()
};

}  // namespace luft::store

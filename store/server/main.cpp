// luft-clickhouse: the embedded ClickHouse server. A real server, HTTP and native, from a library:
// the engine runs a statement that waits for the end of its input, a pipe that this program closes
// when it is asked to stop.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <thread>

#include "runtime/program.h"
#include "runtime/unique_fd.h"
#include "store/server/config_files.h"
#include "store/server/confinement.h"
#include "store/server/engine.h"
#include "store/server/preparation.h"

namespace {

using luft::runtime::Program;
using luft::runtime::Shutdown;
using luft::runtime::UniqueFd;

// An orderly stop takes some tens of milliseconds; running queries and merges can hold it up.
// Ending hard loses nothing: what was acknowledged is on disk.
constexpr auto kStopDeadline = std::chrono::milliseconds{2'500};

// Rooms do not wait for history: a merge takes every core it gets for a tenth of a second, and
// before readings, decisions and windows that is a long time (bench/request_latency.cpp).
constexpr int kNiceness = 4;

luft::store::ServerSettings server_settings(const luft::runtime::Settings& settings) {
  luft::store::ServerSettings server;
  server.data_folder = std::filesystem::absolute(settings.data).lexically_normal();
  server.bind = settings.clickhouse.bind;
  server.services_from = settings.clickhouse.services_from;
  server.http_port = settings.clickhouse.http_port;
  server.tcp_port = settings.clickhouse.tcp_port;
  server.memory_limit_mb = settings.clickhouse.memory_limit_mb;
  return server;
}

// Replaces stdin by a pipe; closing the returned end is the end of stdin.
UniqueFd hold_stdin_open() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0 || ::dup2(ends[0], STDIN_FILENO) < 0) std::abort();
  ::close(ends[0]);
  return UniqueFd(ends[1]);
}

// The engine's static destructors are not made to run while its threads end.
[[noreturn]] void leave(int status) {
  std::fflush(nullptr);
  std::_Exit(status);
}

void stop_when_asked(const Shutdown& shutdown, const luft::runtime::Log& log, UniqueFd hold) {
  shutdown.wait();
  hold = UniqueFd();
  std::this_thread::sleep_for(kStopDeadline);
  log.warn("queries were still running at the deadline: stopped without waiting for them");
  leave(EXIT_SUCCESS);
}

// `--engine-version [LIBRARY]`, for `luft doctor`: loads the engine and asks it.
[[noreturn]] void print_engine_version(const std::string& library) {
  const auto found = luft::store::find_engine(library);
  const auto engine = found ? luft::store::Engine::open(*found) : std::unexpected(found.error());
  const auto version = engine ? engine->version() : std::unexpected(engine.error());
  if (version) {
    fmt::print("{} ({})\n", *version, found->string());
  } else {
    fmt::print(stderr, "{}\n", version.error());
  }
  leave(version ? EXIT_SUCCESS : EXIT_FAILURE);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "--engine-version") {
    print_engine_version(argc > 2 ? argv[2] : "");
  }
  ::umask(0077);
  // `SYSTEM SHUTDOWN` signals the whole process group: let that be ours alone.
  if (::getpgrp() != ::getpid()) ::setsid();
  [[maybe_unused]] const int niceness = ::nice(kNiceness);  // one's own may always be raised
  auto program = Program::start("clickhouse", argc, argv);
  if (!program) return program.error();
  const auto& log = program->log();
  const auto fail = [&](const std::string& message) {
    log.error(message);
    return EXIT_FAILURE;
  };

  const auto settings = server_settings(program->settings());
  const auto library = luft::store::find_engine(program->settings().clickhouse.library);
  if (!library) return fail(library.error());
  const auto lock = luft::store::prepare_server(settings);
  if (!lock) return fail(lock.error());
  // Said first: a slow disk takes a while to hand over the half gigabyte that the engine is.
  log.info("starting", {{"http_port", settings.http_port}, {"tcp_port", settings.tcp_port}});
  // Before the engine's first thread.
  const std::array own{settings.folder(), settings.backups()};
  const std::array readable{library->parent_path()};
  if (const auto confined = luft::store::confine_files(own, readable); !confined) {
    log.warn("whoever may ask the database a question can read every file that this program can",
             {{"why", confined.error()}});
  }
  const auto engine = luft::store::Engine::open(*library);
  if (!engine) return fail(engine.error());

  std::thread(stop_when_asked, std::cref(program->shutdown()), std::cref(log), hold_stdin_open())
      .detach();
  const auto ended = engine->run({"--config-file=" + settings.config_file().string(), "--query",
                                  std::string(luft::store::start_statements())});
  if (program->shutdown().requested()) {
    log.info("stopped");
    leave(EXIT_SUCCESS);
  }
  log.error("the engine ended by itself", {{"error", ended ? "no message" : ended.error()}});
  leave(EXIT_FAILURE);
}

// The hub's HTTP server: docs/api.md, and the built-in page.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "hub/api/sources.h"
#include "runtime/log.h"
#include "runtime/settings.h"

namespace luft::hub::api {

class Server {
 public:
  // `password`: what every request must bring; none: nothing. `page`: the folder of the built-in
  // page; empty: there is none.
  Server(const runtime::HttpSettings& settings, const std::optional<std::string>& password,
         Sources sources, const std::filesystem::path& page, runtime::Log log);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stop()

  // Binds and begins to serve on threads of its own. The error names the address and the fix.
  [[nodiscard]] std::expected<void, std::string> start();
  // Ends all streams and waits for the threads.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Where the page is: beside the installed programs, or in the source tree they were built in.
[[nodiscard]] std::filesystem::path find_page();

}  // namespace luft::hub::api

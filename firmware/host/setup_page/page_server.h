// Serves the core's setup page over HTTP on Linux, as esp_http_server does on the chip.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include "firmware/core/setup/portal.h"

namespace luft::firmware::host {

// Requests are answered one at a time on the server's own thread.
class PageServer {
 public:
  // Listens on 127.0.0.1; port 0: any. `ports` and `password` outlive it.
  static std::expected<std::unique_ptr<PageServer>, std::string> start(std::uint16_t port,
                                                                       std::string_view password,
                                                                       const PortalPorts& ports);
  virtual ~PageServer() = default;

  [[nodiscard]] virtual std::string url() const = 0;
  // Lets the portal go on; true once a setup was kept and the page had time to say so.
  [[nodiscard]] virtual bool tick() = 0;
};

}  // namespace luft::firmware::host

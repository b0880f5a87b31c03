// The setup page on the device's own network: esp_http_server before core/setup/portal.h, and the
// name server that makes phones open it.
#pragma once

#include <esp_http_server.h>
#include <freertos/FreeRTOS.h>
#include <freertos/semphr.h>

#include <array>
#include <optional>

#include "firmware/core/setup/portal.h"

namespace luft::firmware::esp32 {

class EspEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

// Requests come on the server's thread; on_tick() and the rest are the loop's, which never waits
// for a browser: while a page is on its way to one, the loop goes by what it saw last.
class PortalServer {
 public:
  PortalServer(const PortalSettings& settings, const PortalPorts& ports);
  ~PortalServer();
  PortalServer(const PortalServer&) = delete;
  PortalServer& operator=(const PortalServer&) = delete;

  void on_tick(Uptime now);  // answers names, and lets the portal go on
  [[nodiscard]] bool is_done() const { return is_done_; }
  [[nodiscard]] Uptime last_used() const { return last_used_; }

 private:
  static esp_err_t on_request(httpd_req_t* request);
  [[nodiscard]] esp_err_t answer(httpd_req_t& request);
  void answer_names();

  StaticSemaphore_t mutex_control_{};
  SemaphoreHandle_t mutex_;
  Portal portal_;         // guarded by the mutex
  Uptime now_{};          // likewise
  bool is_done_ = false;  // the loop's
  Uptime last_used_ = kNever;
  httpd_handle_t server_ = nullptr;
  int name_socket_ = -1;
};

}  // namespace luft::firmware::esp32

#include "firmware/esp32/main/portal_server.h"

#include <esp_check.h>
#include <esp_random.h>
#include <fcntl.h>
#include <freertos/task.h>
#include <lwip/sockets.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <new>

#include "firmware/core/setup/captive_dns.h"
#include "firmware/esp32/main/chip.h"
#include "firmware/esp32/main/lock.h"

namespace luft::firmware::esp32 {
namespace {

constexpr std::array<std::uint8_t, 4> kOwnAddress{192, 168, 4, 1};  // ESP-IDF's own
constexpr std::uint16_t kDnsPort = 53;
constexpr std::size_t kServerStackBytes = 8'192;  // a page is built on it
constexpr std::size_t kMaxHeaderBytes = 128;
// A browser sends along what other devices at this address once gave it: routers, cameras.
constexpr std::size_t kMaxCookieBytes = 512;
// A phone that walked off is noticed once; the loop has to wait as long when the page closes.
constexpr std::uint16_t kNetworkTimeout_s = 2;
constexpr TickType_t kLongestBody = pdMS_TO_TICKS(2'000);

// In chunks, as the core writes it. After one that could not be sent the rest is not tried: each
// would wait as long again.
class HttpdAnswer final : public PortalAnswer {
 public:
  explicit HttpdAnswer(httpd_req_t& request) : request_(request) {}

  void begin(const Head& head) override {
    std::snprintf(status_.data(), status_.size(), "%u", unsigned{head.status});
    copy(head.content_type, type_);
    copy(head.location, location_);
    copy(head.set_cookie, cookie_);
    copy(kPortalContentPolicy, policy_);
    httpd_resp_set_status(&request_, status_.data());
    httpd_resp_set_type(&request_, type_.data());
    httpd_resp_set_hdr(&request_, "Cache-Control", "no-store");
    httpd_resp_set_hdr(&request_, "Content-Security-Policy", policy_.data());
    if (!head.location.empty()) httpd_resp_set_hdr(&request_, "Location", location_.data());
    if (!head.set_cookie.empty()) httpd_resp_set_hdr(&request_, "Set-Cookie", cookie_.data());
  }
  void write(std::string_view text) override {
    if (!text.empty()) send(text.data(), static_cast<ssize_t>(text.size()));
  }
  // Whether the browser got all of it.
  [[nodiscard]] esp_err_t end() {
    send(nullptr, 0);
    return sent_;
  }

 private:
  template <std::size_t Size>
  static void copy(std::string_view text, std::array<char, Size>& field) {
    field[text.copy(field.data(), Size - 1)] = '\0';
  }

  void send(const char* text, ssize_t length) {
    if (sent_ == ESP_OK) sent_ = httpd_resp_send_chunk(&request_, text, length);
  }

  httpd_req_t& request_;
  esp_err_t sent_ = ESP_OK;
  std::array<char, 8> status_{};
  std::array<char, 40> type_{};
  std::array<char, 64> location_{};
  std::array<char, kMaxHeaderBytes> cookie_{};
  std::array<char, kPortalContentPolicy.size() + 1> policy_{};
};

std::string_view header(httpd_req_t& request, const char* name, std::span<char> buffer) {
  if (httpd_req_get_hdr_value_str(&request, name, buffer.data(), buffer.size()) != ESP_OK) {
    return {};
  }
  return buffer.data();
}

// False when the browser went away in the middle, or takes too long.
bool receive(httpd_req_t& request, std::span<char> body) {
  const TickType_t began = xTaskGetTickCount();
  for (std::size_t filled = 0; filled < body.size();) {
    if (xTaskGetTickCount() - began > kLongestBody) return false;
    const int got = httpd_req_recv(&request, body.data() + filled, body.size() - filled);
    if (got <= 0) return false;
    filled += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

void EspEntropy::fill(std::span<std::uint8_t> bytes) {
  esp_fill_random(bytes.data(), bytes.size());  // true chance while the radio is on
}

PortalServer::PortalServer(const PortalSettings& settings, const PortalPorts& ports)
    : mutex_(xSemaphoreCreateMutexStatic(&mutex_control_)), portal_(settings, ports) {
  httpd_config_t config = HTTPD_DEFAULT_CONFIG();
  config.stack_size = kServerStackBytes;
  config.max_open_sockets = 3;
  config.send_wait_timeout = kNetworkTimeout_s;
  config.recv_wait_timeout = kNetworkTimeout_s;
  config.lru_purge_enable = true;
  config.uri_match_fn = httpd_uri_match_wildcard;
  if (httpd_start(&server_, &config) != ESP_OK) return;  // the page is tried again when it is asked
  for (const httpd_method_t method : {HTTP_GET, HTTP_POST}) {
    httpd_uri_t all{};
    all.uri = "/*";
    all.method = method;
    all.handler = on_request;
    all.user_ctx = this;
    httpd_register_uri_handler(server_, &all);
  }
  name_socket_ = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_port = htons(kDnsPort);
  any.sin_addr.s_addr = htonl(INADDR_ANY);
  bind(name_socket_, reinterpret_cast<const sockaddr*>(&any), sizeof any);
  fcntl(name_socket_, F_SETFL, O_NONBLOCK);
}

PortalServer::~PortalServer() {
  const Unwatched waiting;  // for a browser that is slow to take its page: a body, then an answer
  if (server_ != nullptr) httpd_stop(server_);
  if (name_socket_ >= 0) close(name_socket_);
}

esp_err_t PortalServer::on_request(httpd_req_t* request) {
  return static_cast<PortalServer*>(request->user_ctx)->answer(*request);
}

// Anything but ESP_OK closes the connection.
esp_err_t PortalServer::answer(httpd_req_t& request) {
  HttpdAnswer answer(request);
  const std::size_t length = std::min(request.content_len, kMaxPortalBodyBytes + 1);
  const std::unique_ptr<char[]> body(new (std::nothrow) char[length + 1]);
  if (!body || length > kMaxPortalBodyBytes) {
    return httpd_resp_send_err(&request, HTTPD_413_CONTENT_TOO_LARGE, nullptr);
  }
  if (!receive(request, {body.get(), length})) return ESP_FAIL;
  std::array<char, kMaxHeaderBytes> host{};
  std::array<char, kMaxCookieBytes> cookie{};
  const std::string_view uri{request.uri};
  const PortalRequest asked{.method = request.method == HTTP_POST ? PortalRequest::Method::post
                                                                  : PortalRequest::Method::get,
                            .path = uri.substr(0, uri.find('?')),
                            .host = header(request, "Host", host),
                            .cookie = header(request, "Cookie", cookie),
                            .body = {body.get(), length}};
  const Lock lock(mutex_);  // the loop holds it for a moment only
  portal_.on_request(asked, answer, now_);
  return answer.end();
}

void PortalServer::answer_names() {
  std::array<std::uint8_t, kMaxDnsBytes> query{};
  std::array<std::uint8_t, kMaxDnsBytes> reply{};
  sockaddr_in from{};
  socklen_t from_size = sizeof from;
  const auto got = recvfrom(name_socket_, query.data(), query.size(), 0,
                            reinterpret_cast<sockaddr*>(&from), &from_size);
  if (got <= 0) return;
  const std::size_t length =
      answer_dns(std::span{query}.first(static_cast<std::size_t>(got)), kOwnAddress, reply);
  if (length == 0) return;
  sendto(name_socket_, reply.data(), length, 0, reinterpret_cast<const sockaddr*>(&from),
         from_size);
}

void PortalServer::on_tick(Uptime now) {
  answer_names();
  const Lock lock(mutex_, 0);
  if (!lock.is_held()) return;  // at a later tick
  now_ = now;
  portal_.on_tick(now);
  is_done_ = portal_.is_done(now);
  last_used_ = portal_.last_used();
}

}  // namespace luft::firmware::esp32

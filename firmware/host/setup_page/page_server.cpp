#include "firmware/host/setup_page/page_server.h"

#include <fmt/format.h>
#include <httplib.h>

#include <chrono>
#include <mutex>
#include <thread>

namespace luft::firmware::host {
namespace {

class HttplibAnswer final : public PortalAnswer {
 public:
  explicit HttplibAnswer(httplib::Response& response) : response_(response) {}
  void begin(const Head& head) override {
    response_.status = head.status;
    type_ = head.content_type;
    response_.set_header("Cache-Control", "no-store");
    response_.set_header("Content-Security-Policy", std::string{kPortalContentPolicy});
    if (!head.location.empty()) response_.set_header("Location", std::string{head.location});
    if (!head.set_cookie.empty()) response_.set_header("Set-Cookie", std::string{head.set_cookie});
  }
  void write(std::string_view text) override { body_ += text; }
  void end() { response_.set_content(body_, type_); }

 private:
  httplib::Response& response_;
  std::string type_;
  std::string body_;
};

class HttplibPageServer final : public PageServer {
 public:
  HttplibPageServer(std::uint16_t port, std::string_view password, const PortalPorts& ports)
      : port_(port != 0 ? (server_.bind_to_port("127.0.0.1", port) ? port : 0)
                        : server_.bind_to_any_port("127.0.0.1")),
        address_(fmt::format("127.0.0.1:{}", port_)),
        page_(fmt::format("http://{}/", address_)),
        portal_({.address = address_,
                 .page = page_,
                 .password = password,
                 .suggested_id = contract::DeviceId::cut("luft-a1b2c3"),
                 .version = "virtual"},
                ports) {}
  ~HttplibPageServer() override {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  HttplibPageServer(const HttplibPageServer&) = delete;
  HttplibPageServer& operator=(const HttplibPageServer&) = delete;

  [[nodiscard]] bool is_bound() const { return port_ > 0; }

  void listen() {
    server_.new_task_queue = [] { return new httplib::ThreadPool(2); };
    server_.set_payload_max_length(kMaxPortalBodyBytes);
    const auto answer = [this](const httplib::Request& request, httplib::Response& response) {
      on_request(request, response);
    };
    server_.Get(".*", answer);
    server_.Post(".*", answer);
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }

  std::string url() const override { return page_; }

  bool tick() override {
    const std::lock_guard lock(mutex_);
    portal_.on_tick(uptime());
    return portal_.is_done(uptime());
  }

 private:
  // A minute at the start, so that no time is that of a device's very first moment.
  [[nodiscard]] Uptime uptime() const {
    return std::chrono::duration_cast<Uptime>(std::chrono::steady_clock::now() - started_) +
           std::chrono::minutes{1};
  }

  void on_request(const httplib::Request& request, httplib::Response& response) {
    const std::string host = request.get_header_value("Host");
    const std::string cookie = request.get_header_value("Cookie");
    HttplibAnswer answer(response);
    const std::lock_guard lock(mutex_);
    portal_.on_request({.method = request.method == "POST" ? PortalRequest::Method::post
                                                           : PortalRequest::Method::get,
                        .path = request.path,
                        .host = host,
                        .cookie = cookie,
                        .body = request.body},
                       answer, uptime());
    answer.end();
  }

  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  httplib::Server server_;
  int port_;
  std::string address_;
  std::string page_;
  std::mutex mutex_;
  Portal portal_;  // guarded by the mutex
  std::thread thread_;
};

}  // namespace

std::expected<std::unique_ptr<PageServer>, std::string> PageServer::start(
    std::uint16_t port, std::string_view password, const PortalPorts& ports) {
  auto server = std::make_unique<HttplibPageServer>(port, password, ports);
  if (!server->is_bound()) {
    return std::unexpected(fmt::format("cannot listen on port {}: is it taken?", port));
  }
  server->listen();
  return server;
}

}  // namespace luft::firmware::host

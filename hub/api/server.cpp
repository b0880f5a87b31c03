#include "hub/api/server.h"

#include <fmt/format.h>
#include <pthread.h>

#include <thread>

#include "hub/api/guard.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

constexpr std::size_t kMaxBody = 64 * 1024;
constexpr std::chrono::seconds kClientPatience{5};  // for a slow client to send or to take bytes
constexpr std::time_t kKeepAliveSeconds = 1;        // an idle connection holds a thread
constexpr std::size_t kMaxRequestsPerConnection = 1000;

// The page loads nothing from elsewhere and may not be framed.
constexpr const char* kContentPolicy =
    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

}  // namespace

class Server::Impl {
 public:
  Impl(const runtime::HttpSettings& settings, Sources sources, const std::filesystem::path& page,
       runtime::Log log)
      : settings_(settings),
        sources_(std::move(sources)),
        guard_({settings.bind}),
        log_(std::move(log)) {
    streams_.max = settings.max_event_streams;
    // httplib deletes the pool itself.
    server_.new_task_queue = [threads = settings.threads] {
      return new httplib::ThreadPool(threads);  // NOLINT(cppcoreguidelines-owning-memory)
    };
    server_.set_payload_max_length(kMaxBody);
    server_.set_read_timeout(kClientPatience);
    server_.set_write_timeout(kClientPatience);
    server_.set_keep_alive_timeout(kKeepAliveSeconds);
    server_.set_keep_alive_max_count(kMaxRequestsPerConnection);
    server_.set_tcp_nodelay(true);
    server_.set_socket_options([](socket_t socket) {  // its default shares a port that is taken
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.set_default_headers({{"X-Content-Type-Options", "nosniff"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Content-Security-Policy", kContentPolicy}});
    guard_requests();
    add_system_routes(server_, sources_);
    add_device_routes(server_, sources_);
    add_settings_routes(server_, sources_);
    add_history_routes(server_, sources_);
    add_event_routes(server_, sources_, streams_);
    if (page.empty()) {
      log_.warn("the built-in page is not built; the API works without it",
                {{"fix", "npm ci && npm run build in web/"}});
    } else {
      add_page(server_, page);
    }
  }

  std::expected<void, std::string> start() {
    if (!server_.bind_to_port(settings_.bind, settings_.port)) {
      return std::unexpected{
          fmt::format("http: cannot listen on {}:{}; is the port taken? Set http.port "
                      "(LUFT_HTTP_PORT) to another",
                      settings_.bind, settings_.port)};
    }
    thread_ = std::thread{[this] {
      pthread_setname_np(pthread_self(), "http");
      server_.listen_after_bind();
    }};
    log_.info("serving",
              {{"address", fmt::format("http://{}:{}", settings_.bind, settings_.port)}});
    return {};
  }

  void stop() {
    streams_.ending = true;
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void guard_requests() {
    server_.set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          const std::string host = request.get_header_value("Host");
          const std::string origin = request.get_header_value("Origin");
          const std::string type = request.get_header_value("Content-Type");
          const auto problem = guard_.refuses(
              {.method = request.method, .host = host, .origin = origin, .content_type = type});
          if (!problem) return httplib::Server::HandlerResponse::Unhandled;
          refuse(response, *problem);
          return httplib::Server::HandlerResponse::Handled;
        });
    server_.set_error_handler([](const httplib::Request& request, httplib::Response& response) {
      if (!response.body.empty()) return;
      refuse(response,
             {.status = response.status,
              .title = response.status == 404 ? "Not found" : "The request was not understood",
              .detail = request.method + " " + request.path.substr(0, 200)});
    });
    server_.set_exception_handler([this](const httplib::Request& request,
                                         httplib::Response& response, const std::exception_ptr&) {
      log_.error("a request failed", {{"path", request.path}});
      refuse(response, {.status = 500, .title = "The hub failed", .detail = request.path});
    });
  }

  runtime::HttpSettings settings_;
  Sources sources_;
  Guard guard_;
  EventStreams streams_;
  runtime::Log log_;
  httplib::Server server_;
  std::thread thread_;
};

Server::Server(const runtime::HttpSettings& settings, Sources sources, std::filesystem::path page,
               runtime::Log log)
    : impl_(std::make_unique<Impl>(settings, std::move(sources), page, std::move(log))) {}
Server::~Server() {
  stop();
}

std::expected<void, std::string> Server::start() {
  return impl_->start();
}
void Server::stop() {
  impl_->stop();
}

}  // namespace luft::hub::api

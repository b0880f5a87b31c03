#include "hub/api/server.h"
#include "hub/api/growing_pool.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pthread.h>

#include <optional>
#include <string>
#include <thread>

#include "hub/api/guard.h"
#include "hub/api/openapi.h"
#include "hub/api/password.h"
#include "hub/api/queries.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

constexpr std::size_t kMaxBody = 64 * 1024;
constexpr std::chrono::seconds kClientPatience{5};  // for a slow client to send or to take bytes
// An idle connection would hold a thread. And httplib leaves the body of what was refused, or of a
// GET, on the connection: it would be read as another request, with headers that a page of another
// site chose.
constexpr std::size_t kRequestsPerConnection = 1;

// It says no more than that the process serves.
bool is_open_to_all(const httplib::Request& request) {
  return request.path == "/healthz" && (request.method == "GET" || request.method == "HEAD");
}

// The page loads nothing from elsewhere and may not be framed.
constexpr const char* kContentPolicy =
    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

class ServerThreads final : public httplib::TaskQueue {
 public:
  explicit ServerThreads(std::size_t max_threads) : pool_{max_threads} {}

  // Nothing with Debian 12's httplib; later ones want to be told that it was taken.
  using Taken = decltype(std::declval<httplib::TaskQueue&>().enqueue({}));
  Taken enqueue(std::function<void()> task) override {
    pool_.enqueue(std::move(task));
    return static_cast<Taken>(true);
  }
  void shutdown() override { pool_.shutdown(); }

 private:
  GrowingPool pool_;
};

}  // namespace

class Server::Impl {
 public:
  Impl(const runtime::HttpSettings& settings, const std::optional<std::string>& password,
       Sources sources, const std::filesystem::path& page, runtime::Log log)
      : settings_(settings),
        sources_(std::move(sources)),
        queries_(sources_.database),
        guard_(settings.names),
        log_(std::move(log)) {
    if (password) password_.emplace(*password);
    streams_.max = settings.max_event_streams;
    // httplib deletes the pool itself.
    server_.new_task_queue = [threads = settings.threads] {
      return new ServerThreads(threads);  // NOLINT(cppcoreguidelines-owning-memory)
    };
    server_.set_payload_max_length(kMaxBody);
    server_.set_read_timeout(kClientPatience);
    server_.set_write_timeout(kClientPatience);
    server_.set_keep_alive_max_count(kRequestsPerConnection);
    server_.set_tcp_nodelay(true);
    server_.set_socket_options([](socket_t socket) {  // its default shares a port that is taken
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.set_default_headers({{"X-Content-Type-Options", "nosniff"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Content-Security-Policy", kContentPolicy}});
    guard_requests();
    add_routes();
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
  void add_routes() {
    Routes routes{server_};
    add_system_routes(routes, sources_, queries_);
    add_device_routes(routes, sources_);
    add_settings_routes(routes, sources_);
    add_command_routes(routes, sources_);
    add_history_routes(routes, sources_, queries_);
    add_model_routes(routes, sources_, queries_);
    add_example_routes(routes, queries_);
    add_backup_routes(routes, sources_);
    add_event_routes(routes, sources_, streams_);
    routes.assert_complete();
  }

  void guard_requests() {
    using Handled = httplib::Server::HandlerResponse;
    server_.set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          // All answers are whole. Debian 12's httplib takes ranges without looking where the
          // answer ends; the request is its own, and not const.
          const_cast<httplib::Request&>(request).ranges.clear();
          const auto problem = refuses(request);
          if (!problem) return Handled::Unhandled;
          refuse(response, *problem);
          if (problem->status == 401) {
            response.set_header("WWW-Authenticate", R"(Basic realm="Luft", charset="UTF-8")");
          }
          if (problem->status == 429) {
            response.set_header("Retry-After",
                                std::to_string(PasswordCheck::kFailuresCountFor.count()));
          }
          return Handled::Handled;
        });
    server_.set_error_handler([](const httplib::Request& request, httplib::Response& response) {
      if (response.body.empty()) refuse(response, unserved(request, response));
    });
    server_.set_exception_handler([this](const httplib::Request& request,
                                         httplib::Response& response, const std::exception_ptr&) {
      log_.error("a request failed", {{"path", request.path}});
      refuse(response, {.status = 500, .title = "The hub failed", .detail = request.path});
    });
  }

  // What is said of a request that no route took. httplib knows paths and methods only together.
  static Problem unserved(const httplib::Request& request, httplib::Response& response) {
    const std::string asked = request.method + " " + request.path.substr(0, 200);
    if (response.status != 404) {
      return {
          .status = response.status, .title = "The request was not understood", .detail = asked};
    }
    const auto methods = methods_of(request.path);
    if (methods.empty()) return {.status = 404, .title = "Not found", .detail = asked};
    const std::string allowed = fmt::format("{}", fmt::join(methods, ", "));
    response.set_header("Allow", allowed);
    return {.status = 405,
            .title = "Method not allowed",
            .detail = fmt::format("{}: this path takes {}", asked, allowed)};
  }

  std::optional<Problem> refuses(const httplib::Request& request) {
    const std::string host = request.get_header_value("Host");
    const std::string origin = request.get_header_value("Origin");
    const std::string type = request.get_header_value("Content-Type");
    const std::string encoding = request.get_header_value("Transfer-Encoding");
    auto problem = guard_.refuses({.method = request.method,
                                   .host = host,
                                   .origin = origin,
                                   .content_type = type,
                                   .transfer_encoding = encoding});
    if (problem || !password_ || is_open_to_all(request)) return problem;
    return password_->refuses(request.get_header_value("Authorization"), request.remote_addr,
                              sources_.clock.steady_now());
  }

  runtime::HttpSettings settings_;
  Sources sources_;
  Queries queries_;
  Guard guard_;
  std::optional<PasswordCheck> password_;
  EventStreams streams_;
  runtime::Log log_;
  httplib::Server server_;
  std::thread thread_;
};

Server::Server(const runtime::HttpSettings& settings, const std::optional<std::string>& password,
               Sources sources, const std::filesystem::path& page, runtime::Log log)
    : impl_(std::make_unique<Impl>(settings, password, std::move(sources), page, std::move(log))) {}
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

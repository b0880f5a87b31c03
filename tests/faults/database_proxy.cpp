#include "tests/faults/database_proxy.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "runtime/unique_fd.h"

namespace luft::tests {
namespace {

using Does = DatabaseProxy::Does;

constexpr std::size_t kThreads = 16;  // some of them hang

// Says that an answer follows and hangs up instead.
void break_off(httplib::Response& response) {
  response.status = 200;
  response.set_content_provider(1000, "text/plain",
                                [](std::size_t, std::size_t, httplib::DataSink&) { return false; });
}

std::uint16_t port_of(const std::string& url) {
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

}  // namespace

class DatabaseProxy::Impl {
 public:
  explicit Impl(std::string database) : database_(std::move(database)) {
    server_.new_task_queue = [] {
      return new httplib::ThreadPool(kThreads);  // NOLINT(cppcoreguidelines-owning-memory)
    };
    server_.set_keep_alive_timeout(1);
    const auto handle = [this](const httplib::Request& request, httplib::Response& response) {
      serve(request, response);
    };
    server_.Post(".*", handle);
    server_.Get(".*", handle);
    port_ = server_.bind_to_any_port("127.0.0.1");
    if (port_ <= 0) throw std::runtime_error("the proxy found no port");
    listen();
  }
  ~Impl() {
    set(Does::pass);
    stop_listening();
  }

  void set(Does what) {
    const bool did_refuse = now() == Does::refuse;
    {
      const std::lock_guard lock{mutex_};
      does_ = what;
    }
    changed_.notify_all();
    if (what == Does::refuse && !did_refuse) stop_listening();
    if (what != Does::refuse && did_refuse) {
      if (!server_.bind_to_port("127.0.0.1", port_)) {
        throw std::runtime_error("the proxy's port is taken");
      }
      listen();
    }
  }

  [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }
  [[nodiscard]] std::uint64_t misbehaved() const { return misbehaved_; }

 private:
  void listen() {
    thread_ = std::thread{[this] { server_.listen_after_bind(); }};
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  void stop_listening() {
    server_.stop();
    thread_.join();
  }

  void serve(const httplib::Request& request, httplib::Response& response) {
    const Does what = now();
    if (what != Does::pass) ++misbehaved_;
    switch (what) {
      case Does::pass:
        return forward(request, response);
      case Does::cut:
      case Does::refuse:  // a connection from before
        return break_off(response);
      case Does::hang:
        wait_while_hanging();
        return break_off(response);
      case Does::half_question:
        ask_half(request);
        return break_off(response);
      case Does::half_answer:
        forward(request, response);
        response.body.clear();
        return break_off(response);
      case Does::error_after_doing:
        forward(request, response);
        [[fallthrough]];
      case Does::error_before_doing:
        response.status = 500;
        response.set_content("the proxy says 500", "text/plain");
    }
  }

  Does now() {
    const std::lock_guard lock{mutex_};
    return does_;
  }

  void wait_while_hanging() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return does_ != Does::hang; });
  }

  void forward(const httplib::Request& request, httplib::Response& response) const {
    httplib::Client client{database_};
    client.set_read_timeout(std::chrono::seconds{30});
    httplib::Request onward;
    onward.method = request.method;
    onward.path = request.target;
    onward.body = request.body;
    for (const char* name : {"X-ClickHouse-User", "X-ClickHouse-Key", "Content-Type"}) {
      if (request.has_header(name)) onward.set_header(name, request.get_header_value(name));
    }
    const auto answer = client.send(onward);
    if (!answer) return break_off(response);
    response.status = answer->status;
    const char* const code = "X-ClickHouse-Exception-Code";
    if (answer->has_header(code)) response.set_header(code, answer->get_header_value(code));
    response.set_content(answer->body, "text/plain");
  }

  void ask_half(const httplib::Request& request) const {
    std::string text =
        fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\n", request.method, request.target);
    for (const char* name : {"X-ClickHouse-User", "X-ClickHouse-Key"}) {
      text += fmt::format("{}: {}\r\n", name, request.get_header_value(name));
    }
    text += fmt::format("Content-Length: {}\r\n\r\n", request.body.size());
    text += request.body.substr(0, request.body.size() / 2);
    const runtime::UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_of(database_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return;
    (void)::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL);
  }

  std::string database_;
  httplib::Server server_;
  int port_ = 0;
  std::mutex mutex_;  // guards does_
  std::condition_variable changed_;
  Does does_ = Does::pass;
  std::atomic<std::uint64_t> misbehaved_{0};
  std::thread thread_;
};

std::string_view DatabaseProxy::name(Does what) {
  constexpr std::string_view kNames[kKinds] = {
      "pass", "cut",    "hang", "half a question", "half an answer", "500 after it was done",
      "500",  "refused"};
  return kNames[static_cast<std::size_t>(what)];
}

DatabaseProxy::DatabaseProxy(const std::string& database_url)
    : impl_(std::make_unique<Impl>(database_url)) {}
DatabaseProxy::~DatabaseProxy() = default;
void DatabaseProxy::set(Does what) {
  impl_->set(what);
}
std::string DatabaseProxy::url() const {
  return impl_->url();
}
std::uint64_t DatabaseProxy::misbehaved() const {
  return impl_->misbehaved();
}

}  // namespace luft::tests

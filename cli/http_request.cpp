// cpp-httplib behind one function.
#include "cli/http_request.h"

#include <fmt/format.h>
#include <httplib.h>

namespace luft::cli {
namespace {

using Receive = std::function<void(std::string_view)>;

httplib::Request to_httplib(const HttpRequest& request, HttpAnswer& answer,
                            const Receive& receive) {
  httplib::Request out;
  out.method = request.body.empty() ? "GET" : "POST";
  if (!request.method.empty()) out.method = request.method;
  out.path = request.path;
  out.body = request.body;
  for (const auto& [name, value] : request.headers) out.set_header(name, value);
  out.response_handler = [&answer](const httplib::Response& response) {
    answer.status = response.status;
    return true;
  };
  out.content_receiver = [&answer, &receive](const char* data, std::size_t size, std::uint64_t,
                                             std::uint64_t) {
    if (receive && answer.is_ok()) {
      receive({data, size});
    } else {
      answer.body.append(data, size);
    }
    return true;
  };
  return out;
}

}  // namespace

std::expected<HttpAnswer, std::string> ask_streaming(const HttpRequest& request,
                                                     const Receive& receive) {
  httplib::Client client(request.base);
  client.set_connection_timeout(request.timeout);
  client.set_read_timeout(request.timeout);
  client.set_write_timeout(request.timeout);
  HttpAnswer answer;
  auto sent = to_httplib(request, answer, receive);
  httplib::Response response;
  auto error = httplib::Error::Success;
  if (!client.send(sent, response, error)) {
    return std::unexpected(fmt::format("{}{} does not answer ({})", request.base, request.path,
                                       httplib::to_string(error)));
  }
  answer.status = response.status;
  return answer;
}

std::expected<HttpAnswer, std::string> ask(const HttpRequest& request) {
  return ask_streaming(request, nullptr);
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

}  // namespace luft::cli

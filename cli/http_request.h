// One HTTP request, whole or streamed: how the CLI asks the hub and ClickHouse.
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace luft::cli {

struct HttpRequest {
  std::string base;  // http://127.0.0.1:8080
  std::string path;  // /readyz
  std::string body;
  std::map<std::string, std::string> headers;
  std::chrono::milliseconds timeout{2'000};
  std::string method{};  // empty: GET without a body, else POST
};

struct HttpAnswer {
  int status = 0;
  std::string body;

  [[nodiscard]] bool is_ok() const { return status >= 200 && status < 300; }
};

// The error says what was asked and what went wrong; any status is an answer.
std::expected<HttpAnswer, std::string> ask(const HttpRequest& request);

// As ask(), but a good answer's body goes to `receive` piece by piece as it comes, and is not kept.
std::expected<HttpAnswer, std::string> ask_streaming(
    const HttpRequest& request, const std::function<void(std::string_view)>& receive);

// `text` with all but letters, digits and -._~ as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace luft::cli

// Where the hub's HTTP API is, and what it asks for.
#pragma once

#include <string>
#include <utility>

namespace luft::cli {

struct HubAddress {
  // A hub on loopback asks for no password: then its address is all there is to say.
  HubAddress(std::string url, std::string file = {})
      : base{std::move(url)}, password_file{std::move(file)} {}
  HubAddress(const char* url) : base{url} {}

  std::string base;           // http://127.0.0.1:8080
  std::string password_file;  // read with each request: the hub makes it when it starts first
};

}  // namespace luft::cli

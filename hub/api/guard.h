// Which requests are answered: so that a page on another site cannot move a window through the
// browser of somebody who is at home (DNS rebinding, cross-site requests). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/api/problem.h"

namespace luft::hub::api {

struct GuardedRequest {
  std::string_view method;
  std::string_view host;                 // header; empty: none
  std::string_view origin;               // header; empty: none
  std::string_view content_type;         // header; empty: none
  std::string_view transfer_encoding{};  // header; empty: none, and the body has a known length
};

class Guard {
 public:
  // Names under which the hub is reached, besides localhost and addresses.
  explicit Guard(const std::vector<std::string>& names);

  // Empty when the request may pass.
  [[nodiscard]] std::optional<Problem> refuses(const GuardedRequest& request) const;

 private:
  std::vector<std::string> names_;  // in lower case
};

}  // namespace luft::hub::api

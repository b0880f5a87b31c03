// Asks the hub for what people chose by hand (`GET /api/v1/examples`, docs/api.md).
#pragma once

#include <expected>
#include <string>

#include "ml/learning/wish.h"
#include "runtime/settings.h"

namespace luft::ml {

// All wishes after the one whose id is `cursor` (empty: from the first), page by page. The error
// says what was asked and what went wrong.
[[nodiscard]] std::expected<Wishes, std::string> fetch_wishes(const runtime::Settings& settings,
                                                              const std::string& cursor);

}  // namespace luft::ml

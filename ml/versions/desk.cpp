#include "ml/versions/desk.h"

#include <utility>

namespace luft::ml {

VersionDesk::VersionDesk(Versions versions, const runtime::Clock& clock, runtime::Log log)
    : versions_(std::move(versions)), clock_(clock), log_(std::move(log)) {}

std::optional<std::string> VersionDesk::attend(std::span<const contract::ModelCommand> wishes) {
  for (const contract::ModelCommand& wish : wishes) {
    const auto since_1970 = clock_.system_now().time_since_epoch();
    answer_ = carry_out(wish, versions_, static_cast<std::uint64_t>(since_1970.count()));
    log_.info("a wish about models", {{"id", answer_.id}, {"error", answer_.error}});
  }
  if (!watch_.has_changed(versions_) && wishes.empty()) return std::nullopt;
  return describe(versions_, answer_);
}

}  // namespace luft::ml

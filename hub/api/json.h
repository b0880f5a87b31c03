// The API's answers as JSON text: see docs/api.md.
#pragma once

#include <string>
#include <vector>

#include "hub/api/sources.h"
#include "hub/journal/balance.h"
#include "hub/snapshot.h"
#include "store/history.h"

namespace luft::hub::api {

[[nodiscard]] std::string device_json(const Device& device);
// {"devices":[Device…]}
[[nodiscard]] std::string devices_json(const Snapshot& snapshot);
[[nodiscard]] std::string system_json(const Sources& sources, const Snapshot& snapshot);
// {"devices":[…],"system":System}
[[nodiscard]] std::string snapshot_json(const Sources& sources, const Snapshot& snapshot);
// {"ready":…,"parts":[…]}
[[nodiscard]] std::string readiness_json(const runtime::Health& health);
[[nodiscard]] std::string balance_json(const Balance& balance);
[[nodiscard]] std::string series_json(const store::ReadingsQuery& query,
                                      const store::ReadingSeries& series, std::string_view unit);
// {"decisions":[…]}; `newest` is put first when history does not have it yet.
[[nodiscard]] std::string decisions_json(const std::vector<store::PredictionRow>& rows,
                                         const std::vector<const Device*>& newest);

}  // namespace luft::hub::api

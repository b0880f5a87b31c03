// The API's answers as JSON text: see docs/api.md.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/api/sources.h"
#include "hub/backup/state.h"
#include "hub/journal/balance.h"
#include "hub/snapshot.h"
#include "store/history.h"

namespace luft::hub::api {

[[nodiscard]] std::string device_json(const Device& device);
// {"id":…}: it is not there any more.
[[nodiscard]] std::string removed_json(const Device& device);

// Devices in the order in which they were first heard of.
struct DevicePage {
  std::vector<std::shared_ptr<const Device>> devices;
  bool is_last = true;
};
// At most `limit`, those after the device `after` (empty: from the first). Empty: there is no such
// device.
[[nodiscard]] std::optional<DevicePage> page_of(const Snapshot& snapshot, std::string_view after,
                                                std::size_t limit);
// {"devices":[Device…],"next":…}
[[nodiscard]] std::string devices_json(const DevicePage& page);
[[nodiscard]] std::string system_json(const Sources& sources, const Snapshot& snapshot);
// {"devices":[…],"system":System}
[[nodiscard]] std::string snapshot_json(const Sources& sources, const Snapshot& snapshot);
// {"ready":…,"parts":[…]}
[[nodiscard]] std::string readiness_json(const runtime::Health& health);
// `stored_twice`: rows beyond the first, by device, when they were looked for.
using StoredTwice = std::map<std::string, std::uint64_t>;
[[nodiscard]] std::string balance_json(const Balance& balance,
                                       const std::optional<StoredTwice>& stored_twice);
// {"database":…,"readings":…,"oldest_ms":…,"disk":{…}}
[[nodiscard]] std::string storage_json(const store::Storage& stored,
                                       const std::filesystem::space_info& disk);
// {"phase":…,"step":…,…}
[[nodiscard]] std::string backup_json(const BackupState& state);
[[nodiscard]] std::string series_json(const store::ReadingsQuery& query,
                                      const store::ReadingSeries& series, std::string_view unit);
// {"paused":true,"since_ms":…,"until_ms":…,"by":…}; null: it is not paused.
[[nodiscard]] std::string airing_json(const Pause* pause);

// {"movements":[…],"next":…}: `next` is the time of the last one where `limit` was reached.
[[nodiscard]] std::string movements_json(const std::vector<store::WindowActionRow>& rows,
                                         std::size_t limit);
[[nodiscard]] std::string example_json(const store::WishRow& row);
// What ml said of its models, as far as it is understood.
[[nodiscard]] std::string model_json(const ModelNews& news);
// {"step":…,"points":[…]}
[[nodiscard]] std::string quality_json(std::chrono::seconds step,
                                       const std::vector<store::QualityPoint>& points);
// {"tolerance":…,"models":[…]}
[[nodiscard]] std::string shadows_json(const std::vector<store::ShadowFigures>& shadows);
// {"decisions":[…]}; `newest` is put first when history does not have it yet.
[[nodiscard]] std::string decisions_json(const std::vector<store::PredictionRow>& rows,
                                         const std::vector<const Device*>& newest);

}  // namespace luft::hub::api

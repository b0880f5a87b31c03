// What the HTTP threads see: an immutable picture of all devices, replaced at most every 100 ms.
// Devices that did not change are shared between pictures, so that comparing two of them is
// comparing pointers.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "hub/airing.h"
#include "hub/devices_shown.h"
#include "hub/intake/device.h"
#include "hub/intake/model_news.h"
#include "hub/intake/outcome.h"
#include "hub/intake/registry.h"

namespace luft::hub {

struct Snapshot {
  std::uint64_t version = 0;
  DevicesShown devices;  // kUnknownDevice first
  std::shared_ptr<const ModelNews> model = std::make_shared<const ModelNews>();
  std::shared_ptr<const Pause> pause;  // of all windows; null: there is none
  Totals totals;
  std::optional<SystemTime> last_loss;  // when `lost`, `dropped` or `quarantined` grew last
  double control_p50_ms = 0;
  double control_p99_ms = 0;
};

// Any thread. A mutex, not a channel: readers want the newest picture, not each of them.
class SnapshotBoard {
 public:
  SnapshotBoard() : newest_(std::make_shared<const Snapshot>()) {}

  void show(std::shared_ptr<const Snapshot> snapshot);
  [[nodiscard]] std::shared_ptr<const Snapshot> newest() const;
  // The first picture later than `version`, or the newest after `timeout`.
  [[nodiscard]] std::shared_ptr<const Snapshot> newer_than(std::uint64_t version,
                                                           std::chrono::milliseconds timeout) const;

 private:
  mutable std::mutex mutex_;  // guards newest_
  mutable std::condition_variable shown_;
  std::shared_ptr<const Snapshot> newest_;
};

// The next picture: that of `before` with the registry's changes, which are then forgotten.
[[nodiscard]] std::shared_ptr<Snapshot> next_snapshot(const Snapshot& before, Registry& registry);

}  // namespace luft::hub

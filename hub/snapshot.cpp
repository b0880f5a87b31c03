#include "hub/snapshot.h"

namespace luft::hub {

void SnapshotBoard::show(std::shared_ptr<const Snapshot> snapshot) {
  {
    const std::lock_guard lock{mutex_};
    newest_.swap(snapshot);
  }
  shown_.notify_all();
}  // the former picture may die here, outside the lock

std::shared_ptr<const Snapshot> SnapshotBoard::newest() const {
  const std::lock_guard lock{mutex_};
  return newest_;
}

std::shared_ptr<const Snapshot> SnapshotBoard::newer_than(std::uint64_t version,
                                                          std::chrono::milliseconds timeout) const {
  std::unique_lock lock{mutex_};
  shown_.wait_for(lock, timeout, [&] { return newest_->version > version; });
  return newest_;
}

std::shared_ptr<Snapshot> next_snapshot(const Snapshot& before, Registry& registry) {
  auto next = std::make_shared<Snapshot>();
  next->version = before.version + 1;
  next->model = before.model;
  next->pause = before.pause;
  next->last_loss = before.last_loss;
  next->devices = before.devices;
  next->devices.put_all(registry.hand_out());
  return next;
}

}  // namespace luft::hub

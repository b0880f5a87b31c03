#include "tests/faults/power_cut.h"

#include <utility>

namespace luft::tests {

using hub::testing::DiskChange;
using Kind = DiskChange::Kind;

namespace {

void apply(const DiskChange& change, std::size_t bytes, std::string& content) {
  if (change.kind == Kind::truncate) {
    content.resize(change.offset);
    return;
  }
  if (content.size() < change.offset + bytes) content.resize(change.offset + bytes);
  content.replace(change.offset, bytes, change.bytes, 0, bytes);
}

}  // namespace

bool PowerCut::advance() {
  if (done_ == trace_.size()) return !std::exchange(began_, true);
  if (std::exchange(began_, true)) apply_next();  // the sync at which the last cut was
  while (done_ < trace_.size() && trace_[done_].kind != Kind::sync) apply_next();
  return true;
}

void PowerCut::apply_next() {
  const DiskChange& change = trace_[done_++];
  if (change.kind == Kind::remove) {
    files_.erase(change.file);
    return;
  }
  File& file = files_[change.file];
  if (change.kind != Kind::sync) {
    file.unsynced.push_back(&change);
    return;
  }
  for (const DiskChange* each : file.unsynced) apply(*each, each->bytes.size(), file.synced);
  file.unsynced.clear();
  file.is_synced = true;
}

PowerCut::Image PowerCut::image(Unsynced unsynced, std::mt19937& random) const {
  Image image;
  for (const auto& [name, file] : files_) {
    if (!file.is_synced && unsynced == Unsynced::dropped) continue;
    std::string content = file.synced;
    for (const DiskChange* each : file.unsynced) {
      if (unsynced == Unsynced::dropped) break;
      std::size_t bytes = each->bytes.size();
      if (unsynced == Unsynced::torn) {
        // Writes reach the disk in any order: some not at all, some in part.
        const unsigned fate = std::uniform_int_distribution{0U, 3U}(random);
        if (fate == 0) continue;
        if (fate == 1) bytes = std::uniform_int_distribution<std::size_t>{0, bytes}(random);
      }
      apply(*each, bytes, content);
    }
    image[name] = std::move(content);
  }
  return image;
}

}  // namespace luft::tests

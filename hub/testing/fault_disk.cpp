#include "hub/testing/fault_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <utility>

#include "hub/testing/fault_disk_vfs.h"

namespace luft::hub::testing {

FaultDisk::FaultDisk() : vfs_(std::make_unique<Vfs>(*this)) {}
FaultDisk::~FaultDisk() = default;

void FaultDisk::set_health(Health health) {
  const std::lock_guard lock{mutex_};
  health_ = health;
}

void FaultDisk::set_room(std::optional<std::size_t> bytes) {
  const std::lock_guard lock{mutex_};
  room_ = bytes;
}

void FaultDisk::set_before_sync(std::function<void()> hook) {
  const std::lock_guard lock{mutex_};
  before_sync_ = std::move(hook);
}

std::size_t FaultDisk::bytes() const {
  const std::lock_guard lock{mutex_};
  return used();
}

std::size_t FaultDisk::used() const {
  std::size_t bytes = 0;
  for (const auto& [name, node] : files_) bytes += node->content.size();
  return bytes;
}

std::size_t FaultDisk::changes() const {
  const std::lock_guard lock{mutex_};
  return trace_.size();
}

std::vector<DiskChange> FaultDisk::trace() const {
  const std::lock_guard lock{mutex_};
  return trace_;
}

void FaultDisk::put(Image image) {
  const std::lock_guard lock{mutex_};
  files_.clear();
  trace_.clear();
  for (auto& [name, content] : image) {
    files_[name] = std::make_shared<Node>();
    files_[name]->content = std::move(content);
  }
}

// The file's side of SQLite's interface.

int FaultDisk::Open::read(void* into, int length, sqlite3_int64 offset) {
  const std::lock_guard lock{disk->mutex_};
  const std::string& content = node->content;
  const auto from = static_cast<std::size_t>(offset);
  const auto wanted = static_cast<std::size_t>(length);
  const std::size_t there = from < content.size() ? std::min(wanted, content.size() - from) : 0;
  if (there > 0) std::memcpy(into, content.data() + from, there);
  std::memset(static_cast<char*>(into) + there, 0, wanted - there);
  return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int FaultDisk::Open::write(const void* bytes, int length, sqlite3_int64 offset) {
  const std::lock_guard lock{disk->mutex_};
  if (disk->health_ == Health::read_only) return SQLITE_IOERR_WRITE;
  const auto at = static_cast<std::size_t>(offset);
  const std::string_view data{static_cast<const char*>(bytes), static_cast<std::size_t>(length)};
  std::string& content = node->content;
  const std::size_t end = std::max(content.size(), at + data.size());
  if (disk->room_ && disk->used() + (end - content.size()) > *disk->room_) return SQLITE_FULL;
  content.resize(end);
  content.replace(at, data.size(), data);
  record({.kind = DiskChange::Kind::write, .file = name, .offset = at, .bytes = std::string{data}});
  return SQLITE_OK;
}

int FaultDisk::Open::truncate(sqlite3_int64 size) {
  const std::lock_guard lock{disk->mutex_};
  if (disk->health_ == Health::read_only) return SQLITE_IOERR_TRUNCATE;
  node->content.resize(static_cast<std::size_t>(size));
  record({.kind = DiskChange::Kind::truncate,
          .file = name,
          .offset = static_cast<std::size_t>(size),
          .bytes = {}});
  return SQLITE_OK;
}

int FaultDisk::Open::sync() {
  std::function<void()> hook;
  {
    const std::lock_guard lock{disk->mutex_};
    hook = disk->before_sync_;
  }
  if (hook) hook();
  const std::lock_guard lock{disk->mutex_};
  if (disk->health_ == Health::sync_fails) return SQLITE_IOERR_FSYNC;
  record({.kind = DiskChange::Kind::sync, .file = name, .offset = 0, .bytes = {}});
  return SQLITE_OK;
}

void FaultDisk::Open::record(DiskChange change) const {
  if (!name.empty()) disk->trace_.push_back(std::move(change));
}

int FaultDisk::Open::size(sqlite3_int64* bytes) const {
  const std::lock_guard lock{disk->mutex_};
  *bytes = static_cast<sqlite3_int64>(node->content.size());
  return SQLITE_OK;
}

int FaultDisk::Open::lock(int wanted) {
  const std::lock_guard guard{disk->mutex_};
  if (wanted <= level) return SQLITE_OK;
  if (wanted == SQLITE_LOCK_SHARED) {
    if (node->pending != nullptr) return SQLITE_BUSY;
    ++node->shared;
  } else {
    if (node->reserved != nullptr && node->reserved != this) return SQLITE_BUSY;
    node->reserved = this;
    if (wanted == SQLITE_LOCK_EXCLUSIVE) {
      node->pending = this;
      if (node->shared > 1) return SQLITE_BUSY;
    }
  }
  level = wanted;
  return SQLITE_OK;
}

int FaultDisk::Open::unlock(int wanted) {
  const std::lock_guard guard{disk->mutex_};
  if (node->reserved == this) node->reserved = nullptr;
  if (node->pending == this) node->pending = nullptr;
  if (wanted == SQLITE_LOCK_NONE && level > SQLITE_LOCK_NONE) --node->shared;
  level = wanted;
  return SQLITE_OK;
}

int FaultDisk::Open::is_reserved(int* result) const {
  const std::lock_guard guard{disk->mutex_};
  *result = node->reserved != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int FaultDisk::Open::map_shared(int region, int size, void volatile** at) {
  const std::lock_guard guard{disk->mutex_};
  while (node->memory.size() <= static_cast<std::size_t>(region)) {
    node->memory.emplace_back(static_cast<std::size_t>(size), '\0');
  }
  *at = node->memory[static_cast<std::size_t>(region)].data();
  return SQLITE_OK;
}

int FaultDisk::Open::lock_shared(int offset, int count, int flags) {
  const std::lock_guard guard{disk->mutex_};
  const auto first = static_cast<std::size_t>(offset);
  const std::size_t last = first + static_cast<std::size_t>(count);
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (std::size_t i = first; i < last && (flags & SQLITE_SHM_LOCK) != 0; ++i) {
    const int others = node->readers[i] - (reads[i] ? 1 : 0);
    if ((node->writer[i] != nullptr && node->writer[i] != this) || (exclusive && others > 0)) {
      return SQLITE_BUSY;
    }
  }
  const bool take = (flags & SQLITE_SHM_LOCK) != 0;
  for (std::size_t i = first; i < last; ++i) {
    if (exclusive) {
      if (take || node->writer[i] == this) node->writer[i] = take ? this : nullptr;
    } else if (reads[i] != take) {
      reads[i] = take;
      node->readers[i] += take ? 1 : -1;
    }
  }
  return SQLITE_OK;
}

void FaultDisk::Open::unmap(bool remove) {
  const std::lock_guard guard{disk->mutex_};
  for (std::size_t i = 0; i < reads.size(); ++i) {
    if (std::exchange(reads[i], false)) --node->readers[i];
    if (node->writer[i] == this) node->writer[i] = nullptr;
  }
  if (remove) node->memory.clear();
}

}  // namespace luft::hub::testing

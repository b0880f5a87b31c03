// A disk in memory that SQLite uses as if it were real, for tests: it can be full, read-only,
// broken or slow, and it records what was written and synced in which order, so that a power cut
// can be played at any point. See https://www.sqlite.org/vfs.html; the idea is that of its test6.c.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace luft::hub::testing {

// What was done to a file. Files that exist in memory only (SQLite's -shm) are not among them.
struct DiskChange {
  enum class Kind : std::uint8_t { write, truncate, sync, remove };
  Kind kind{};
  std::string file;
  std::size_t offset = 0;  // of a write; or the new size
  std::string bytes;
};

class FaultDisk {
 public:
  // SQLite's default file system while it lives: one at a time. Files of it are opened and closed
  // within that time.
  FaultDisk();
  FaultDisk(const FaultDisk&) = delete;
  FaultDisk& operator=(const FaultDisk&) = delete;
  ~FaultDisk();

  enum class Health : std::uint8_t {
    good,
    read_only,   // what is open cannot be written any more, and nothing can be opened for writing
    sync_fails,  // writes are taken, but never safe
  };
  // Any thread, at any time.
  void set_health(Health health);
  void set_room(std::optional<std::size_t> bytes);   // for all files together; empty: enough
  void set_before_sync(std::function<void()> hook);  // called on the thread that syncs; may block

  [[nodiscard]] std::size_t bytes() const;    // in use
  [[nodiscard]] std::size_t changes() const;  // recorded so far: a point in time
  [[nodiscard]] std::vector<DiskChange> trace() const;

  // All files' contents, by name. put() while nothing is open; the trace begins anew.
  using Image = std::map<std::string, std::string>;
  void put(Image image);

  struct Node;  // a file
  struct Open;  // an open file
  class Vfs;

 private:
  friend class Vfs;
  [[nodiscard]] std::size_t used() const;

  mutable std::mutex mutex_;  // guards all below
  std::map<std::string, std::shared_ptr<Node>> files_;
  std::vector<DiskChange> trace_;
  Health health_ = Health::good;
  std::optional<std::size_t> room_;
  std::function<void()> before_sync_;
  std::unique_ptr<Vfs> vfs_;
};

}  // namespace luft::hub::testing

// FaultDisk as SQLite sees it: the sqlite3_vfs and its open files. Only fault_disk*.cpp include
// this.
#pragma once

#include <sqlite3.h>

#include <array>
#include <deque>
#include <string>

#include "hub/testing/fault_disk.h"

namespace luft::hub::testing {

struct FaultDisk::Node {
  std::string content;
  // Locks on the file, and on its shared memory.
  int shared = 0;
  const Open* reserved = nullptr;
  const Open* pending = nullptr;  // or exclusive
  std::array<int, SQLITE_SHM_NLOCK> readers{};
  std::array<const Open*, SQLITE_SHM_NLOCK> writer{};
  std::deque<std::string> memory;  // regions of the -shm
};

struct FaultDisk::Open {
  FaultDisk* disk = nullptr;
  std::string name;  // empty: a temporary file
  std::shared_ptr<Node> node;
  int level = SQLITE_LOCK_NONE;
  std::array<bool, SQLITE_SHM_NLOCK> reads{};

  int read(void* into, int length, sqlite3_int64 offset);
  int write(const void* bytes, int length, sqlite3_int64 offset);
  int truncate(sqlite3_int64 size);
  int sync();
  int size(sqlite3_int64* bytes) const;
  int lock(int wanted);
  int unlock(int wanted);
  int is_reserved(int* result) const;
  int map_shared(int region, int size, void volatile** at);
  int lock_shared(int offset, int count, int flags);
  void unmap(bool remove);
  void record(DiskChange change) const;
};

class FaultDisk::Vfs {
 public:
  explicit Vfs(FaultDisk& disk);
  Vfs(const Vfs&) = delete;
  Vfs& operator=(const Vfs&) = delete;
  ~Vfs();

 private:
  static FaultDisk& disk_of(sqlite3_vfs* vfs);
  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out);
  static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder);
  static int access(sqlite3_vfs* vfs, const char* name, int flags, int* result);
  static int full_path(sqlite3_vfs* vfs, const char* name, int size, char* path);

  sqlite3_vfs* real_;
  sqlite3_vfs vfs_;
};

}  // namespace luft::hub::testing

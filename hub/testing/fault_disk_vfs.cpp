#include "hub/testing/fault_disk_vfs.h"

#include <cassert>
#include <cstring>

namespace luft::hub::testing {
namespace {

using Open = FaultDisk::Open;

// What SQLite allocates for an open file.
struct File {
  sqlite3_file base;
  Open* open;  // owned; SQLite's files are plain memory
};

Open& open_of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file)->open;
}

int close(sqlite3_file* file) {
  Open* const open = reinterpret_cast<File*>(file)->open;
  open->unmap(false);
  open->unlock(SQLITE_LOCK_NONE);
  delete open;  // NOLINT(cppcoreguidelines-owning-memory)
  return SQLITE_OK;
}

sqlite3_io_methods methods() {
  sqlite3_io_methods m{};
  m.iVersion = 2;
  m.xClose = close;
  m.xRead = [](sqlite3_file* file, void* into, int length, sqlite3_int64 offset) {
    return open_of(file).read(into, length, offset);
  };
  m.xWrite = [](sqlite3_file* file, const void* bytes, int length, sqlite3_int64 offset) {
    return open_of(file).write(bytes, length, offset);
  };
  m.xTruncate = [](sqlite3_file* file, sqlite3_int64 size) { return open_of(file).truncate(size); };
  m.xSync = [](sqlite3_file* file, int /*flags*/) { return open_of(file).sync(); };
  m.xFileSize = [](sqlite3_file* file, sqlite3_int64* bytes) { return open_of(file).size(bytes); };
  m.xLock = [](sqlite3_file* file, int level) { return open_of(file).lock(level); };
  m.xUnlock = [](sqlite3_file* file, int level) { return open_of(file).unlock(level); };
  m.xCheckReservedLock = [](sqlite3_file* file, int* result) {
    return open_of(file).is_reserved(result);
  };
  m.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
  m.xSectorSize = [](sqlite3_file*) { return 512; };
  // As SQLite believes of real disks: a torn write spoils nothing beside it.
  m.xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; };
  m.xShmMap = [](sqlite3_file* file, int region, int size, int /*extend*/, void volatile** at) {
    return open_of(file).map_shared(region, size, at);
  };
  m.xShmLock = [](sqlite3_file* file, int offset, int count, int flags) {
    return open_of(file).lock_shared(offset, count, flags);
  };
  m.xShmBarrier = [](sqlite3_file*) { __sync_synchronize(); };
  m.xShmUnmap = [](sqlite3_file* file, int remove) {
    open_of(file).unmap(remove != 0);
    return SQLITE_OK;
  };
  return m;
}

}  // namespace

FaultDisk::Vfs::Vfs(FaultDisk& disk) : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
  assert(std::strcmp(real_->zName, "faults") != 0);  // one at a time
  vfs_.iVersion = 2;
  vfs_.szOsFile = sizeof(File);
  vfs_.zName = "faults";
  vfs_.pNext = nullptr;
  vfs_.pAppData = &disk;
  vfs_.xOpen = open;
  vfs_.xDelete = remove;
  vfs_.xAccess = access;
  vfs_.xFullPathname = full_path;
  // Chance, sleep and time stay the real ones; they do not look at their first argument.
  sqlite3_vfs_register(&vfs_, 1);
}

FaultDisk::Vfs::~Vfs() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(real_, 1);
}

FaultDisk& FaultDisk::Vfs::disk_of(sqlite3_vfs* vfs) {
  return *static_cast<FaultDisk*>(vfs->pAppData);
}

int FaultDisk::Vfs::open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                         int* out) {
  static const sqlite3_io_methods kMethods = methods();
  FaultDisk& disk = disk_of(vfs);
  const std::lock_guard lock{disk.mutex_};
  file->pMethods = nullptr;
  const std::string path = name == nullptr ? "" : name;
  const bool is_there = disk.files_.contains(path);
  const bool creates = (flags & SQLITE_OPEN_CREATE) != 0;
  if (!path.empty() && !is_there && !creates) return SQLITE_CANTOPEN;
  if (disk.health_ == Health::read_only && (flags & SQLITE_OPEN_READWRITE) != 0) {
    return SQLITE_CANTOPEN;
  }
  auto node = path.empty() ? std::make_shared<Node>() : disk.files_[path];
  if (!node) node = disk.files_[path] = std::make_shared<Node>();
  auto open = std::make_unique<Open>();
  open->disk = &disk;
  open->name = path;
  open->node = std::move(node);
  reinterpret_cast<File*>(file)->open = open.release();
  file->pMethods = &kMethods;
  if (out != nullptr) *out = flags;
  return SQLITE_OK;
}

int FaultDisk::Vfs::remove(sqlite3_vfs* vfs, const char* name, int /*sync_folder*/) {
  FaultDisk& disk = disk_of(vfs);
  const std::lock_guard lock{disk.mutex_};
  if (disk.health_ == Health::read_only) return SQLITE_IOERR_DELETE;
  if (disk.files_.erase(name) == 0) return SQLITE_IOERR_DELETE_NOENT;
  disk.trace_.push_back({.kind = DiskChange::Kind::remove, .file = name, .offset = 0, .bytes = {}});
  return SQLITE_OK;
}

int FaultDisk::Vfs::access(sqlite3_vfs* vfs, const char* name, int /*flags*/, int* result) {
  FaultDisk& disk = disk_of(vfs);
  const std::lock_guard lock{disk.mutex_};
  *result = disk.files_.contains(name) ? 1 : 0;
  return SQLITE_OK;
}

int FaultDisk::Vfs::full_path(sqlite3_vfs* /*vfs*/, const char* name, int size, char* path) {
  std::strncpy(path, name, static_cast<std::size_t>(size) - 1);
  path[size - 1] = '\0';
  return SQLITE_OK;
}

}  // namespace luft::hub::testing

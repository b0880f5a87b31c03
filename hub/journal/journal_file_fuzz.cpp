// The hub's file on disk, torn or rotted in any place: it is refused with a reason, or it is
// checked, sent and released to its end, and what was damaged is out of the way then.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "hub/journal/journal.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;

constexpr int kMostRanges = 100;

// Sends all that waits. False where the file cannot be read or written further.
bool drain(Journal& journal, JournalReader& reader) {
  Rows rows;
  for (int i = 0; i < kMostRanges; ++i) {
    const auto range = journal.next_range();
    if (!range) return false;
    if (!*range) return true;
    if (!reader.read(**range, rows)) return false;
    if (!journal.release(**range, rows.reading_counts())) return false;
  }
  return true;
}

void open_and_drain(const std::string& path) {
  auto journal = Journal::open(path);
  if (!journal) {
    assert(!journal.error().empty());
    return;
  }
  if (!journal->devices() || !journal->check()) return;
  const auto damaged = journal->check();
  assert(!damaged || damaged->empty());
  auto reader = JournalReader::open(path);
  if (!reader || !reader->counts()) return;
  (void)drain(*journal, *reader);
}

// In memory: nothing of it has to survive.
std::string scratch_file() {
  return "/dev/shm/luft-journal-fuzz-" + std::to_string(getpid());
}

}  // namespace
}  // namespace luft::hub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::hub;
  static const std::string path = scratch_file();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  open_and_drain(path);
  for (const char* const part : {"", "-wal", "-shm", "-journal"}) fs::remove(path + part);
  return 0;
}

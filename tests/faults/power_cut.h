// Plays power cuts from what a FaultDisk recorded: what the disk holds when the power goes at one
// point of the trace. Synced changes are there; of the others all, none, or some and torn ones.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "hub/testing/fault_disk.h"

namespace luft::tests {

class PowerCut {
 public:
  using Image = hub::testing::FaultDisk::Image;
  enum class Unsynced : std::uint8_t { kept, dropped, torn };
  static constexpr Unsynced kAll[] = {Unsynced::kept, Unsynced::dropped, Unsynced::torn};

  explicit PowerCut(const std::vector<hub::testing::DiskChange>& trace) : trace_(trace) {}

  // Goes on to the next sync that has not been done yet, or to the end; false after that. The first
  // call plays the changes before the first sync.
  bool advance();
  // How many changes were done when the power went.
  [[nodiscard]] std::size_t done() const { return done_; }
  [[nodiscard]] Image image(Unsynced unsynced, std::mt19937& random) const;

 private:
  struct File {
    std::string synced;
    bool is_synced = false;  // its name is on disk
    std::vector<const hub::testing::DiskChange*> unsynced;
  };
  void apply_next();

  const std::vector<hub::testing::DiskChange>& trace_;
  std::size_t done_ = 0;
  bool began_ = false;
  std::map<std::string, File> files_;
};

}  // namespace luft::tests

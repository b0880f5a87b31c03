// Waits for what another process writes into a folder.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace luft::firmware::host::testing {

class FolderChanges {
 public:
  // Makes the folder when it is not there. From now on no change is missed.
  explicit FolderChanges(const std::string& folder);
  ~FolderChanges();
  FolderChanges(const FolderChanges&) = delete;
  FolderChanges& operator=(const FolderChanges&) = delete;

  // Asks `holds` now and after every change of a file in it; false when the time is up.
  [[nodiscard]] bool wait_until(const std::function<bool()>& holds,
                                std::chrono::seconds patience = std::chrono::seconds{60});

 private:
  int watch_;
};

}  // namespace luft::firmware::host::testing

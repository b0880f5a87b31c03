// How far an update of a virtual device has come, over its restarts: one file, replaced whole.
#pragma once

#include <string>

#include "firmware/core/update/ports.h"

namespace luft::firmware::host {

class ProgressFile final : public UpdateMemory {
 public:
  explicit ProgressFile(std::string path) : path_(std::move(path)) {}
  std::optional<UpdateProgress> load() override;
  void save(const UpdateProgress& progress) override;
  void forget() override;

 private:
  std::string path_;
};

}  // namespace luft::firmware::host

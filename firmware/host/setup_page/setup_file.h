// The flash of a virtual device for its setup: one file, replaced whole.
#pragma once

#include <string>

#include "firmware/core/setup/portal_ports.h"

namespace luft::firmware::host {

class SetupFile final : public SetupMemory {
 public:
  explicit SetupFile(std::string path) : path_(std::move(path)) {}
  bool load(DeviceSetup& setup) override;
  bool save(const DeviceSetup& setup) override;

 private:
  std::string path_;
};

}  // namespace luft::firmware::host

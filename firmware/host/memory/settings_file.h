// The settings that people gave a virtual device, in one file that is replaced whole.
#pragma once

#include <string>

#include "firmware/core/kept_settings.h"

namespace luft::firmware::host {

class SettingsFile final : public SettingsMemory {
 public:
  explicit SettingsFile(std::string path) : path_(std::move(path)) {}
  std::string_view load(std::span<char> buffer) override;
  void save(std::string_view text) override;

 private:
  std::string path_;
};

}  // namespace luft::firmware::host

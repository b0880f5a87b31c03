#include "firmware/host/setup_page/setup_file.h"

#include "runtime/file.h"

namespace luft::firmware::host {

bool SetupFile::load(DeviceSetup& setup) {
  const auto text = runtime::read_file(path_);
  return text && read_setup(*text, setup).has_value();
}

bool SetupFile::save(const DeviceSetup& setup) {
  std::string buffer(kMaxSetupBytes, '\0');
  const auto text = write_setup(setup, buffer);
  return !text.empty() && runtime::write_file_atomically(path_, text).has_value();
}

}  // namespace luft::firmware::host

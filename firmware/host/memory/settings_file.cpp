#include "firmware/host/memory/settings_file.h"

#include "runtime/file.h"

namespace luft::firmware::host {

std::string_view SettingsFile::load(std::span<char> buffer) {
  const auto text = runtime::read_file(path_);
  if (!text || text->size() > buffer.size()) return {};
  return {buffer.data(), text->copy(buffer.data(), buffer.size())};
}

// One that cannot be written lasts until the next start: the hub says it again then.
void SettingsFile::save(std::string_view text) {
  (void)runtime::write_file_atomically(path_, text);
}

}  // namespace luft::firmware::host

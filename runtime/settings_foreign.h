// Reads the lists `sources:` and `covers:` of luft.yaml, noting every problem with its line.
#pragma once

#include <string_view>

#include "runtime/settings_yaml.h"

// The library's name. NOLINTNEXTLINE(readability-identifier-naming)
namespace YAML {
class Node;
}

namespace luft::runtime {

// `name`: the file's, for problems. Both may throw YAML::Exception, as all reading of YAML may.
void read_sources(const YAML::Node& sources, std::string_view name, SettingsReading& reading);
void read_covers(const YAML::Node& covers, std::string_view name, SettingsReading& reading);

}  // namespace luft::runtime

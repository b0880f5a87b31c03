// A settings file with whatever mistakes: each is told with its place, and settings without any
// are the same when they are handed on to a program as variables.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/mqtt_settings.h"
#include "runtime/settings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::runtime;
  const std::string_view yaml{reinterpret_cast<const char*>(data), size};
  const auto settings = read_settings(yaml, "luft.yaml", {});
  if (!settings) {
    assert(!settings.error().empty());
    for (const SettingsProblem& problem : settings.error()) {
      assert(problem.where.starts_with("luft.yaml") || !problem.where.empty());
      assert(!problem.what.empty());
    }
    return 0;
  }
  const Environment variables = to_environment(*settings);
  const auto handed_on = read_settings({}, {}, variables);
  assert(handed_on && to_environment(*handed_on) == variables);
  if (!settings->mqtt.url.empty()) assert(parse_mqtt_url(settings->mqtt.url));
  return 0;
}

// A topic that is understood is written as it was read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "contract/topics.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view name(reinterpret_cast<const char*>(data), size);
  const auto topic = luft::contract::parse_topic(name);
  if (topic && luft::contract::topic_name(*topic).view() != name) std::abort();
  return 0;
}

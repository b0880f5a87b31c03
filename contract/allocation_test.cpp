// Reading and writing the wire allocates nothing but what cJSON does: every `new` in this program
// is counted, and none may happen while a payload is parsed or written. (cJSON uses malloc.)
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "contract/audio.h"
#include "contract/batch.h"
#include "contract/control.h"
#include "contract/device.h"
#include "contract/inference.h"
#include "contract/reading.h"
#include "contract/receipt.h"
#include "contract/topics.h"
#include "contract/window.h"

namespace {
std::size_t allocations = 0;  // one thread
}  // namespace

// One of them inlined and the other not, GCC would take them for a mismatch.
// NOLINTBEGIN(cppcoreguidelines-no-malloc,clang-analyzer-cplusplus.NewDelete)
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
// NOLINTEND(cppcoreguidelines-no-malloc,clang-analyzer-cplusplus.NewDelete)

namespace luft::contract {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> golden(const std::string& kind) {
  std::vector<std::string> texts;
  for (const char* validity : {"valid", "invalid"}) {
    const fs::path folder = fs::path(LUFT_SOURCE_DIR) / "contract/golden" / kind / validity;
    for (const auto& entry : fs::directory_iterator(folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  return texts;
}

// `use` reads one payload, and writes it again when it could be read.
template <class Use>
void expect_no_allocation(const std::string& kind, Use use) {
  const std::vector<std::string> texts = golden(kind);
  ASSERT_FALSE(texts.empty()) << kind;
  std::size_t read = 0;
  for (const std::string& text : texts) {
    const std::size_t before = allocations;
    read += use(std::string_view{text}) ? 1 : 0;
    EXPECT_EQ(allocations, before) << kind << ": " << text.substr(0, 200);
  }
  EXPECT_GT(read, 0U) << kind;
}

template <auto Parse, auto Write>
bool read_and_write(std::string_view text) {
  static std::array<char, kMaxAudioBytes> buffer;
  const auto value = Parse(text);
  if (!value) return false;
  return !Write(*value, buffer).empty();
}

TEST(Allocation, IsCountedHere) {
  const std::size_t before = allocations;
  const auto number = std::make_unique<int>(7);
  EXPECT_EQ(allocations, before + 1) << *number;
}

TEST(Allocation, IsLeftToCjsonByEveryPayload) {
  expect_no_allocation("reading.temperature", [](std::string_view text) {
    std::array<char, kMaxReadingBytes> buffer;
    const auto value = parse_reading(Metric::temperature, text);
    return value && !write_reading(*value, buffer).empty();
  });
  expect_no_allocation("audio", read_and_write<parse_audio, write_audio>);
  expect_no_allocation("inference_request",
                       read_and_write<parse_inference_request, write_inference_request>);
  expect_no_allocation("window_control",
                       read_and_write<parse_window_control, write_window_control>);
  expect_no_allocation("window_set", read_and_write<parse_window_set, write_window_set>);
  expect_no_allocation("window_state", read_and_write<parse_window_state, write_window_state>);
  expect_no_allocation("device_info", read_and_write<parse_device_info, write_device_info>);
  expect_no_allocation("device_event", read_and_write<parse_device_event, write_device_event>);
  expect_no_allocation("device_command",
                       read_and_write<parse_device_command, write_device_command>);
  expect_no_allocation("device_receipt", read_and_write<parse_receipt, write_receipt>);
  expect_no_allocation("device_status",
                       [](std::string_view text) { return parse_presence(text).has_value(); });
  expect_no_allocation("batch", [](std::string_view text) {
    static Batch batch;
    static std::array<char, 4 * kMaxBatchBytes> buffer;
    if (!parse_batch(text, batch)) return false;
    (void)write_batch(batch, buffer);
    return true;
  });
}

TEST(Allocation, IsNotNeededForTopics) {
  const std::size_t before = allocations;
  const auto topic = parse_topic("sensor/kitchen/temperature");
  const bool same = topic && topic_name(*topic).view() == "sensor/kitchen/temperature";
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(same);
}

}  // namespace
}  // namespace luft::contract

// The payloads of golden/, for tests.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace luft::hub {

inline std::string golden(const std::string& name) {
  std::ifstream file{std::string{LUFT_SOURCE_DIR "/hub/foreign/golden/"} + name, std::ios::binary};
  EXPECT_TRUE(file) << name;
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace luft::hub

// Payloads that mean harm, or were torn: cut at every byte, too long, too deep, random.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "contract/limits.h"
#include "contract/testing/payloads.h"
#include "contract/topics.h"

namespace luft::contract {
namespace {

namespace fs = std::filesystem;
using testing::Payload;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// All valid payloads of the golden files.
std::vector<std::string> golden(const Payload& payload) {
  std::vector<std::string> texts;
  const fs::path folder = fs::path(LUFT_SOURCE_DIR) / "contract/golden" / payload.name / "valid";
  for (const auto& entry : fs::directory_iterator(folder)) texts.push_back(read_file(entry));
  return texts;
}

std::size_t limit_of(const Payload& payload) {
  if (payload.name.starts_with("reading")) return kMaxReadingBytes;
  for (const TopicInfo& row : all_topics()) {
    if (row.kind == TopicKind::audio && payload.name == "audio") return row.max_payload_bytes;
    if (row.kind == TopicKind::batch && payload.name == "batch") return row.max_payload_bytes;
  }
  return kMaxMessageBytes;
}

class Hostile : public ::testing::TestWithParam<Payload> {};

TEST_P(Hostile, AnObjectCutAtAnyByteIsRefused) {
  for (std::string text : golden(GetParam())) {
    if (!text.starts_with('{')) continue;
    while (text.back() != '}') text.pop_back();
    for (std::size_t length = 0; length < text.size(); ++length) {
      // A buffer of exactly this length, so that a sanitizer sees a read beyond it.
      const std::vector<char> cut(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(length));
      const auto result = GetParam().rewrite({cut.data(), cut.size()});
      EXPECT_FALSE(result.has_value()) << text.substr(0, length);
    }
  }
}

TEST_P(Hostile, APayloadWithSomethingBehindItIsRefused) {
  for (const std::string& text : golden(GetParam())) {
    for (const char* tail : {"x", "}", "]", ",", "\"", "{}", " 1", "\x01"}) {
      EXPECT_FALSE(GetParam().rewrite(text + tail).has_value()) << text << tail;
    }
  }
}

TEST_P(Hostile, APayloadMayBeAsLongAsItsLimitAndNoLonger) {
  for (std::string text : golden(GetParam())) {
    text.resize(limit_of(GetParam()), ' ');
    EXPECT_TRUE(GetParam().rewrite(text).has_value());
    text += ' ';
    const auto result = GetParam().rewrite(text);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind, ParseErrorKind::too_long);
  }
}

TEST_P(Hostile, DeepNestingNeverReachesTheParser) {
  const std::size_t levels = limit_of(GetParam()) - 8;
  for (const char* bracket : {"[", "{\"a\":"}) {
    std::string text;
    while (text.size() < levels) text += bracket;
    EXPECT_FALSE(GetParam().rewrite(text).has_value());
  }
}

TEST_P(Hostile, RandomBytesAreRefused) {
  std::mt19937 random(1);
  for (int round = 0; round < 5'000; ++round) {
    std::string text(8 + random() % 64, '\0');  // a single digit would be a number
    for (char& c : text) c = static_cast<char>(random());
    EXPECT_FALSE(GetParam().rewrite(text).has_value());
  }
}

// Anything may come of it but harm: rewrite() stops the program when a round trip fails.
TEST_P(Hostile, ChangedBytesDoNoHarm) {
  constexpr std::string_view kBytes = "{}[]\":,0123456789.-+eE \\untfalse\x7f\xc3\x80";
  std::mt19937 random(2);
  const auto texts = golden(GetParam());
  for (int round = 0; round < 20'000; ++round) {
    std::string text = texts[random() % texts.size()].substr(0, 400);
    for (int change = 0; change < 3 && !text.empty(); ++change) {
      text[random() % text.size()] = kBytes[random() % kBytes.size()];
    }
    (void)GetParam().rewrite(text);
  }
}

std::string test_name(const ::testing::TestParamInfo<Payload>& info) {
  std::string name(info.param.name);
  std::ranges::replace(name, '.', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Payloads, Hostile,
                         ::testing::ValuesIn(testing::all_payloads().begin(),
                                             testing::all_payloads().end()),
                         test_name);

}  // namespace
}  // namespace luft::contract

// Every file under contract/golden is a test: see golden/README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "contract/testing/payloads.h"

namespace luft::contract {
namespace {

namespace fs = std::filesystem;

const fs::path kGolden = fs::path(LUFT_SOURCE_DIR) / "contract/golden";
constexpr std::string_view kCanonical = ".canonical";

// A file's last newline is not part of the payload.
std::string read_payload(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

bool is_canonical_form(const fs::path& path) {
  return path.stem().string().ends_with(kCanonical);
}

struct GoldenFile {
  std::string payload;
  fs::path path;

  friend void PrintTo(const GoldenFile& file, std::ostream* out) {
    *out << fs::relative(file.path, kGolden).string();
  }
};

std::vector<GoldenFile> files_in(std::string_view kind) {
  std::vector<GoldenFile> files;
  for (const testing::Payload& payload : testing::all_payloads()) {
    for (const auto& entry : fs::directory_iterator(kGolden / payload.name / kind)) {
      if (!is_canonical_form(entry.path())) files.push_back({std::string(payload.name), entry});
    }
  }
  std::ranges::sort(files, {}, &GoldenFile::path);
  return files;
}

std::string test_name(const ::testing::TestParamInfo<GoldenFile>& info) {
  std::string name = info.param.payload + "_" + info.param.path.stem().string();
  std::ranges::replace_if(name, [](char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

fs::path canonical_path(const fs::path& path) {
  fs::path canonical = path;
  return canonical.replace_filename(path.stem().string() + std::string(kCanonical) +
                                    path.extension().string());
}

class GoldenValid : public ::testing::TestWithParam<GoldenFile> {};

TEST_P(GoldenValid, IsUnderstoodAndWrittenInItsCanonicalForm) {
  const auto& [payload, path] = GetParam();
  const auto canonical = canonical_path(path);
  const std::string expected = read_payload(fs::exists(canonical) ? canonical : path);
  const auto rewrite = testing::payload_named(payload).rewrite;
  const auto written = rewrite(read_payload(path));
  ASSERT_TRUE(written.has_value())
      << name(written.error().kind) << " " << written.error().member.view();
  EXPECT_EQ(*written, expected);
  EXPECT_EQ(rewrite(*written), *written) << "the canonical form is its own";
}

INSTANTIATE_TEST_SUITE_P(Files, GoldenValid, ::testing::ValuesIn(files_in("valid")), test_name);

class GoldenInvalid : public ::testing::TestWithParam<GoldenFile> {};

// The file name says what to expect: <kind>-<member>-<case>, the member possibly empty.
TEST_P(GoldenInvalid, IsRefusedForItsReason) {
  const auto& [payload, path] = GetParam();
  const std::string stem = path.stem().string();
  const std::size_t first = stem.find('-');
  const std::size_t second = stem.find('-', first + 1);
  ASSERT_NE(second, std::string::npos) << "a name of three parts";
  const auto written = testing::payload_named(payload).rewrite(read_payload(path));
  ASSERT_FALSE(written.has_value()) << *written;
  EXPECT_EQ(name(written.error().kind), stem.substr(0, first));
  EXPECT_EQ(written.error().member.view(), stem.substr(first + 1, second - first - 1));
}

INSTANTIATE_TEST_SUITE_P(Files, GoldenInvalid, ::testing::ValuesIn(files_in("invalid")), test_name);

TEST(Golden, EveryPayloadHasAnExample) {
  for (const testing::Payload& payload : testing::all_payloads()) {
    EXPECT_FALSE(files_in("valid").empty());
    const bool found = fs::exists(kGolden / payload.name / "valid/example.json") ||
                       fs::exists(kGolden / payload.name / "valid/example.txt");
    EXPECT_TRUE(found) << payload.name;
  }
}

TEST(Golden, HoldsNothingThatIsNotTested) {
  for (const auto& entry : fs::directory_iterator(kGolden)) {
    const std::string folder = entry.path().filename().string();
    if (!entry.is_directory() || folder == "topic" || folder == "home_assistant") continue;
    if (folder == "ml_model") continue;  // of ml's and the hub's tests: it is refused by nobody
    const bool known = std::ranges::any_of(
        testing::all_payloads(),
        [&](const testing::Payload& payload) { return payload.name == folder; });
    EXPECT_TRUE(known) << folder;
  }
}

}  // namespace
}  // namespace luft::contract

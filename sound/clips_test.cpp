// Real clips against levels computed elsewhere: as listed with the clips, and by scipy
// (testing/reference_levels.py), floating point and the whole clip at once.
#include <gmock/gmock.h>

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "sound/level.h"
#include "sound/wav.h"

namespace luft::sound {
namespace {

namespace fs = std::filesystem;

const fs::path kClips = fs::path(LUFT_SOURCE_DIR).parent_path() / "shared/data/sound";

// The clips' levels are relative to RMS 1.0, ours to a full-scale sine at the INMP441's 120 dB.
constexpr double kSquareOverSineDb = 3.0103;
constexpr double kFullScaleSineDb = 120;

// Our curve is up to 0.4 dB off at 6.3 kHz, and we do not see the clip from its end.
constexpr double kToleranceDb = 0.2;

struct Clip {
  std::string file;
  double rms_dbfs = 0;
  double rms_a_weighted_dbfs = 0;
  double max_125ms_rms_dbfs = 0;
};

// Titles contain commas, so fields are counted from the end.
Clip parse_row(const std::string& row) {
  std::vector<std::string> fields;
  std::string rest = row;
  for (int i = 0; i < 7; ++i) {
    const std::size_t comma = rest.rfind(',');
    fields.insert(fields.begin(), rest.substr(comma + 1));
    rest.resize(comma);
  }
  return {row.substr(0, row.find(',')), std::stod(fields[1]), std::stod(fields[2]),
          std::stod(fields[4])};
}

std::vector<Clip> listed_clips() {
  std::ifstream table(kClips / "clips.csv");
  std::string row;
  std::getline(table, row);
  std::vector<Clip> clips;
  while (std::getline(table, row)) clips.push_back(parse_row(row));
  return clips;
}

std::vector<std::uint8_t> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Clips : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kClips / "clips.csv")) GTEST_SKIP() << "recorded clips are not at " << kClips;
  }

  static Level level_of(const Clip& clip, Weighting weighting) {
    const auto file = read_file(kClips / clip.file);
    const auto sound = find_pcm(file);
    if (!sound) {
      ADD_FAILURE() << clip.file << ": " << name(sound.error());
      return {};
    }
    LevelMeter meter(sound->rate_hz, {}, weighting);
    meter.add_s16le(sound->pcm, sound->channels);
    return meter.take();
  }
};

double dbfs(double level_db) {
  return level_db - kFullScaleSineDb - kSquareOverSineDb;
}

TEST_F(Clips, HaveTheLevelThatWasMeasuredElsewhere) {
  const auto clips = listed_clips();
  ASSERT_GE(clips.size(), 20);
  for (const Clip& clip : clips) {
    const Level weighted = level_of(clip, Weighting::a);
    const Level flat = level_of(clip, Weighting::none);
    EXPECT_NEAR(dbfs(weighted.average_db), clip.rms_a_weighted_dbfs, kToleranceDb) << clip.file;
    EXPECT_NEAR(dbfs(flat.average_db), clip.rms_dbfs, kToleranceDb) << clip.file;
    EXPECT_NEAR(dbfs(flat.max_db), clip.max_125ms_rms_dbfs, kToleranceDb) << clip.file;
  }
}

struct Answer {
  int status = 0;
  std::string text;
};

Answer ask_scipy() {
  const std::string command = "python3 '" LUFT_SOURCE_DIR "/sound/testing/reference_levels.py' '" +
                              kClips.string() + "' 2>&1";
  FILE* pipe = popen(command.c_str(), "r");  // NOLINT(cert-env33-c): our own script
  if (pipe == nullptr) return {.status = -1, .text = "popen failed"};
  Answer answer;
  std::array<char, 4'096> piece{};
  while (const std::size_t count = fread(piece.data(), 1, piece.size(), pipe)) {
    answer.text.append(piece.data(), count);
  }
  answer.status = WEXITSTATUS(pclose(pipe));
  return answer;
}

// The bounds: 0.1 dB unweighted, 0.5 dB A-weighted.
TEST_F(Clips, HaveTheLevelThatScipyComputes) {
  constexpr int kNoScipy = 77;
  const Answer answer = ask_scipy();
  if (answer.status == kNoScipy) GTEST_SKIP() << "python3-scipy is not installed: " << answer.text;
  ASSERT_EQ(answer.status, 0) << answer.text;
  std::istringstream lines(answer.text);
  std::string file;
  double flat_dbfs = 0;
  double weighted_dbfs = 0;
  int compared = 0;
  while (lines >> file >> flat_dbfs >> weighted_dbfs) {
    const Clip clip{.file = file};
    EXPECT_NEAR(dbfs(level_of(clip, Weighting::none).average_db), flat_dbfs, 0.1) << file;
    EXPECT_NEAR(dbfs(level_of(clip, Weighting::a).average_db), weighted_dbfs, 0.5) << file;
    ++compared;
  }
  EXPECT_GE(compared, 20);
}

}  // namespace
}  // namespace luft::sound

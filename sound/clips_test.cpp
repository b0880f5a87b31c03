// Real clips against levels computed elsewhere (IEC 61672 curve by FFT over the whole clip).
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
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

}  // namespace
}  // namespace luft::sound

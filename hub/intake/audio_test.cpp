#include "hub/intake/audio.h"

#include <gtest/gtest.h>
#include <malloc.h>
#include <sodium.h>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>

#include "contract/limits.h"
#include "runtime/file.h"
#include "sound/level.h"
#include "sound/wav.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kNow{1h};
constexpr DeviceNumber kKitchen = 1;

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // its terminator
  return text;
}

// Two seconds of a 1 kHz sine at -20 dBFS, 16 kHz: 100 dB SPL for an INMP441.
std::string sine() {
  std::string pcm;
  for (int i = 0; i < 32'000; ++i) {
    const double sample = 3276.7 * std::sin(2 * std::numbers::pi * 1000 * i / 16'000);
    const auto rounded = static_cast<std::int16_t>(std::lround(sample));
    pcm.append(reinterpret_cast<const char*>(&rounded), 2);
  }
  return pcm;
}

// 16 kHz, one channel.
std::string wav_of(const std::string& pcm) {
  std::string wav = "RIFF....WAVEfmt ";
  const auto put = [&wav](auto value) {
    wav.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  put(std::uint32_t{16});
  put(std::uint16_t{1});
  put(std::uint16_t{1});
  put(std::uint32_t{16'000});
  put(std::uint32_t{32'000});
  put(std::uint16_t{2});
  put(std::uint16_t{16});
  wav += "data";
  put(static_cast<std::uint32_t>(pcm.size()));
  return wav + pcm;
}

contract::AudioPart part(std::uint32_t number, std::uint32_t parts, const std::string& data,
                         std::uint32_t clip = 1) {
  contract::AudioPart result;
  result.boot = 7;
  result.clip = clip;
  result.part = number;
  result.parts = parts;
  result.data = data;
  return result;
}

TEST(AudioLevels, MeasuresAClipOnceAllItsPartsAreThereInAnyOrder) {
  AudioLevels levels;
  const std::string pcm = sine();
  const std::string first = base64(pcm.substr(0, 20'001));  // ends within a sample
  const std::string second = base64(pcm.substr(20'001));
  EXPECT_EQ(levels.take(kKitchen, part(1, 2, second), kNow), std::nullopt);
  const auto level = levels.take(kKitchen, part(0, 2, first), kNow);
  ASSERT_TRUE(level && *level);
  EXPECT_NEAR(**level, 100, 0.1);
  EXPECT_EQ(levels.held_bytes(), 0U);
}

TEST(AudioLevels, TheSameSoundAsWavGivesTheSameNumber) {
  const std::string pcm = sine();
  AudioLevels levels;
  const std::string wav_text = base64(wav_of(pcm));
  auto as_wav = part(0, 1, wav_text);
  as_wav.format = contract::AudioFormat::wav;
  const std::string pcm_text = base64(pcm);
  const auto from_wav = levels.take(kKitchen, as_wav, kNow);
  const auto from_pcm = levels.take(kKitchen, part(0, 1, pcm_text), kNow);
  ASSERT_TRUE(from_wav && *from_wav && from_pcm && *from_pcm);
  EXPECT_DOUBLE_EQ(**from_wav, **from_pcm);
}

TEST(AudioLevels, APartThatComesTwiceCountsOnce) {
  AudioLevels levels;
  const std::string data = base64(std::string(6000, '\1'));
  EXPECT_TRUE(levels.take(kKitchen, part(0, 2, data), kNow));
  EXPECT_TRUE(levels.take(kKitchen, part(0, 2, data), kNow));
  EXPECT_EQ(levels.held_bytes(), 6000U);
}

TEST(AudioLevels, ForgetsAClipThatStaysIncomplete) {
  AudioLevels levels;
  const std::string data = base64(std::string(6000, '\1'));
  EXPECT_TRUE(levels.take(kKitchen, part(0, 2, data), kNow));
  levels.tick(kNow + AudioLevels::kPatience);
  EXPECT_EQ(levels.held_bytes(), 6000U);
  levels.tick(kNow + AudioLevels::kPatience + 1s);
  EXPECT_EQ(levels.held_bytes(), 0U);
}

TEST(AudioLevels, ANewClipReplacesAnIncompleteOne) {
  AudioLevels levels;
  const std::string data = base64(std::string(6000, '\1'));
  EXPECT_TRUE(levels.take(kKitchen, part(0, 2, data, 1), kNow));
  EXPECT_TRUE(levels.take(kKitchen, part(0, 2, data, 2), kNow));
  EXPECT_EQ(levels.held_bytes(), 6000U);
}

TEST(AudioLevels, HoldsABoundedAmountWhateverDevicesSend) {
  AudioLevels levels;
  const std::string data = base64(std::string(96'000, '\1'));
  bool refused = false;
  for (DeviceNumber device = 1; device <= 1000; ++device) {
    refused |= !levels.take(device, part(0, 2, data), kNow);
  }
  EXPECT_TRUE(refused);
  EXPECT_LE(levels.held_bytes(), AudioLevels::kMaxHeldBytes);
}

TEST(AudioLevels, HoldsABoundedAmountForOneDevice) {
  AudioLevels levels;
  const std::string data = base64(std::string(96'000, '\1'));
  bool refused = false;
  for (std::uint32_t i = 0; i < contract::kMaxAudioParts - 1; ++i) {
    refused |= !levels.take(kKitchen, part(i, contract::kMaxAudioParts, data), kNow);
    EXPECT_LE(levels.held_bytes(), AudioLevels::kMaxClipBytes);
  }
  EXPECT_TRUE(refused);
  const std::string next = base64("ab");
  EXPECT_EQ(levels.take(kKitchen, part(0, 2, next, 2), kNow), std::nullopt);  // and goes on
}

// Line breaks are allowed in base64: a large message can hold next to no sound.
TEST(AudioLevels, HoldsNoMoreMemoryThanItCounts) {
  AudioLevels levels;
  const std::string text = base64("ab") + std::string(100'000, '\n');
  const std::size_t before = mallinfo2().uordblks;
  for (DeviceNumber device = 1; device <= 500; ++device) {
    EXPECT_TRUE(levels.take(device, part(0, 2, text), kNow));
  }
  EXPECT_EQ(levels.held_bytes(), 1'000U);
  EXPECT_LT(mallinfo2().uordblks - before, 1'000'000U);  // 37 MB when buffers kept their size
}

TEST(AudioLevels, HoldsClipsOfABoundedNumberOfDevices) {
  AudioLevels levels;
  const std::string data = base64("ab");
  std::size_t taken = 0;
  for (DeviceNumber device = 1; device <= 2 * AudioLevels::kMaxClips; ++device) {
    if (levels.take(device, part(0, 2, data), kNow)) ++taken;
  }
  EXPECT_EQ(taken, AudioLevels::kMaxClips);
  levels.tick(kNow + AudioLevels::kPatience + 1s);
  EXPECT_TRUE(levels.take(kKitchen, part(0, 2, data), kNow));
}

TEST(AudioLevels, PutsAWavTogetherToo) {
  AudioLevels levels;
  const std::string wav = wav_of(sine());
  const std::size_t half = wav.size() / 2;
  const std::string first = base64(wav.substr(0, half));
  const std::string second = base64(wav.substr(half));
  auto head = part(0, 2, first);
  auto tail = part(1, 2, second);
  head.format = tail.format = contract::AudioFormat::wav;
  EXPECT_EQ(levels.take(kKitchen, tail, kNow), std::nullopt);
  const auto level = levels.take(kKitchen, head, kNow);
  ASSERT_TRUE(level && *level);
  EXPECT_NEAR(**level, 100, 0.1);
}

TEST(AudioLevels, PartsThatDisagreeAreNotOneClip) {
  AudioLevels levels;
  const std::string data = base64(sine());
  EXPECT_EQ(levels.take(kKitchen, part(0, 2, data), kNow), std::nullopt);
  auto faster = part(1, 2, data);
  faster.rate_hz = 48'000;
  EXPECT_EQ(levels.take(kKitchen, faster, kNow), std::nullopt);  // begins another
  auto wav = part(0, 2, data);
  wav.format = contract::AudioFormat::wav;
  wav.rate_hz = 48'000;
  EXPECT_EQ(levels.take(kKitchen, wav, kNow), std::nullopt);
  EXPECT_EQ(levels.held_bytes(), sine().size());
}

// Real recordings, two seconds of each, which is what a device sends.
TEST(AudioLevels, ARecordingHasOneLevelHoweverItTravels) {
  namespace fs = std::filesystem;
  const fs::path clips = fs::path(LUFT_SOURCE_DIR).parent_path() / "shared/data/sound";
  if (!fs::exists(clips)) GTEST_SKIP() << "recorded clips are not at " << clips;
  std::size_t compared = 0;
  for (const auto& entry : fs::directory_iterator(clips)) {
    if (entry.path().extension() != ".wav") continue;
    const std::string file = runtime::read_file(entry.path().string()).value();
    const auto sound =
        sound::find_pcm({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()});
    ASSERT_TRUE(sound) << entry.path();
    ASSERT_EQ(sound->rate_hz, 16'000U);
    const auto two_seconds = sound->pcm.first(64'000);
    const std::string pcm{reinterpret_cast<const char*>(two_seconds.data()), two_seconds.size()};
    sound::LevelMeter meter{16'000};
    meter.add_s16le(two_seconds);
    const double directly = meter.take().average_db;

    AudioLevels levels;
    const std::string wav_text = base64(wav_of(pcm));
    auto as_wav = part(0, 1, wav_text);
    as_wav.format = contract::AudioFormat::wav;
    const auto from_wav = levels.take(kKitchen, as_wav, kNow);
    ASSERT_TRUE(from_wav && *from_wav) << entry.path();
    EXPECT_EQ(**from_wav, directly) << entry.path();

    constexpr std::size_t kPart = contract::kMaxAudioPcmBytesPerPart;
    const auto parts = static_cast<std::uint32_t>((pcm.size() + kPart - 1) / kPart);
    std::expected<std::optional<double>, std::string_view> in_parts;
    for (std::uint32_t i = parts; i-- > 0;) {  // the last one first
      const std::string text = base64(pcm.substr(i * kPart, kPart));
      in_parts = levels.take(kKitchen, part(i, parts, text, 2), kNow);
    }
    ASSERT_TRUE(in_parts && *in_parts) << entry.path();
    EXPECT_EQ(**in_parts, directly) << entry.path();
    ++compared;
  }
  EXPECT_GE(compared, 20U);
}

TEST(AudioLevels, RefusesWhatIsNoSound) {
  AudioLevels levels;
  EXPECT_FALSE(levels.take(kKitchen, part(0, 1, "*not base64*"), kNow));
  EXPECT_FALSE(levels.take(kKitchen, part(0, 1, ""), kNow));
  const std::string data = base64("RIFFxxxxWAVE");
  auto wav = part(0, 1, data);
  wav.format = contract::AudioFormat::wav;
  EXPECT_EQ(levels.take(kKitchen, wav, kNow).error(), "no_format");
}

}  // namespace
}  // namespace luft::hub

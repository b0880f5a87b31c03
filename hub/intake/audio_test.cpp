#include "hub/intake/audio.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <cmath>
#include <numbers>
#include <string>

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
  wav += pcm;
  AudioLevels levels;
  const std::string wav_text = base64(wav);
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

#include "sound/wav.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "sound/level.h"

namespace luft::sound {
namespace {

using Bytes = std::vector<std::uint8_t>;

void put16(Bytes& bytes, unsigned value) {
  bytes.push_back(static_cast<std::uint8_t>(value & 0xFFU));
  bytes.push_back(static_cast<std::uint8_t>((value >> 8U) & 0xFFU));
}

void put32(Bytes& bytes, std::uint32_t value) {
  put16(bytes, value & 0xFFFFU);
  put16(bytes, value >> 16U);
}

void put_name(Bytes& bytes, std::string_view name) {
  for (const char letter : name) bytes.push_back(static_cast<std::uint8_t>(letter));
}

struct Format {
  unsigned tag = 1;
  unsigned channels = 1;
  std::uint32_t rate = 16'000;
  unsigned bits = 16;
};

Bytes riff() {
  Bytes file;
  put_name(file, "RIFF");
  put32(file, 0);  // not looked at
  put_name(file, "WAVE");
  return file;
}

void put_chunk(Bytes& file, std::string_view name, const Bytes& content) {
  put_name(file, name);
  put32(file, static_cast<std::uint32_t>(content.size()));
  file.insert(file.end(), content.begin(), content.end());
  if (content.size() % 2 == 1) file.push_back(0);
}

Bytes format_chunk(const Format& format) {
  Bytes chunk;
  put16(chunk, format.tag);
  put16(chunk, format.channels);
  put32(chunk, format.rate);
  put32(chunk, format.rate * format.channels * format.bits / 8);
  put16(chunk, format.channels * format.bits / 8);
  put16(chunk, format.bits);
  return chunk;
}

Bytes wav(const Bytes& pcm, const Format& format = {}) {
  Bytes file = riff();
  put_chunk(file, "fmt ", format_chunk(format));
  put_chunk(file, "data", pcm);
  return file;
}

const Bytes kSound{1, 2, 3, 4, 5, 6, 7, 8};

WavError error_of(const Bytes& file) {
  const auto sound = find_pcm(file);
  EXPECT_FALSE(sound.has_value());
  return sound ? WavError{} : sound.error();
}

TEST(Wav, FindsTheSoundBehindTheHeader) {
  const Bytes file = wav(kSound);
  const auto sound = find_pcm(file);
  ASSERT_TRUE(sound.has_value());
  EXPECT_EQ(sound->rate_hz, 16'000);
  EXPECT_EQ(sound->channels, 1);
  EXPECT_THAT(sound->pcm, testing::ElementsAreArray(kSound));
}

TEST(Wav, ReportsRateAndChannelsOfTheFile) {
  const Bytes file = wav(kSound, {.channels = 2, .rate = 44'100});
  const auto sound = find_pcm(file);
  ASSERT_TRUE(sound.has_value());
  EXPECT_EQ(sound->rate_hz, 44'100);
  EXPECT_EQ(sound->channels, 2);
}

TEST(Wav, SkipsChunksThatAreNotSoundWithTheirPadding) {
  Bytes file = riff();
  put_chunk(file, "LIST", {'o', 'd', 'd'});
  put_chunk(file, "fmt ", format_chunk({}));
  put_chunk(file, "fact", {1, 2, 3, 4});
  put_chunk(file, "data", kSound);
  put_chunk(file, "LIST", {9, 9});
  const auto sound = find_pcm(file);
  ASSERT_TRUE(sound.has_value());
  EXPECT_THAT(sound->pcm, testing::ElementsAreArray(kSound));
}

TEST(Wav, AcceptsTheExtensibleFormWhenItIsPcm) {
  Bytes format = format_chunk({.tag = 0xFFFE});
  put16(format, 22);
  put16(format, 16);
  put32(format, 4);
  put16(format, 1);  // PCM
  format.resize(40);
  Bytes file = riff();
  put_chunk(file, "fmt ", format);
  put_chunk(file, "data", kSound);
  EXPECT_TRUE(find_pcm(file).has_value());
  file[12 + 8 + 24] = 3;  // floating point
  EXPECT_EQ(error_of(file), WavError::unsupported_format);
}

TEST(Wav, LeavesOutAnIncompleteLastFrame) {
  const Bytes file = wav({1, 2, 3, 4, 5, 6}, {.channels = 2});
  const auto sound = find_pcm(file);
  ASSERT_TRUE(sound.has_value());
  EXPECT_EQ(sound->pcm.size(), 4);
}

TEST(Wav, SoundsTheSameAsItsBarePcm) {
  std::mt19937 random(7);
  Bytes pcm;
  for (int i = 0; i < 64'000; ++i) pcm.push_back(static_cast<std::uint8_t>(random()));
  const Bytes file = wav(pcm);
  const auto sound = find_pcm(file);
  ASSERT_TRUE(sound.has_value());
  LevelMeter from_file(sound->rate_hz);
  LevelMeter from_pcm(16'000);
  from_file.add_s16le(sound->pcm, sound->channels);
  from_pcm.add_s16le(pcm);
  const Level a = from_file.take();
  const Level b = from_pcm.take();
  EXPECT_EQ(a.average_db, b.average_db);
  EXPECT_EQ(a.max_db, b.max_db);
  EXPECT_EQ(a.samples, b.samples);
}

TEST(Wav, RefusesWhatIsNoWave) {
  EXPECT_EQ(error_of({}), WavError::not_wave);
  EXPECT_EQ(error_of(kSound), WavError::not_wave);
  Bytes file = wav(kSound);
  file[8] = 'A';
  EXPECT_EQ(error_of(file), WavError::not_wave);
}

TEST(Wav, RefusesFormatsItCannotMeasure) {
  EXPECT_EQ(error_of(wav(kSound, {.tag = 3})), WavError::unsupported_format);
  EXPECT_EQ(error_of(wav(kSound, {.channels = 3})), WavError::unsupported_format);
  EXPECT_EQ(error_of(wav(kSound, {.channels = 0})), WavError::unsupported_format);
  EXPECT_EQ(error_of(wav(kSound, {.bits = 8})), WavError::unsupported_format);
  EXPECT_EQ(error_of(wav(kSound, {.bits = 24})), WavError::unsupported_format);
}

TEST(Wav, RefusesSoundWithoutItsFormat) {
  Bytes file = riff();
  put_chunk(file, "data", kSound);
  EXPECT_EQ(error_of(file), WavError::no_format);
  EXPECT_EQ(error_of(riff()), WavError::no_format);
}

TEST(Wav, RefusesAFormatTooShortToBeOne) {
  Bytes file = riff();
  put_chunk(file, "fmt ", {1, 0, 1, 0});
  put_chunk(file, "data", kSound);
  EXPECT_EQ(error_of(file), WavError::unsupported_format);
}

TEST(Wav, RefusesAFileWithoutSound) {
  EXPECT_EQ(error_of(wav({})), WavError::no_sound);
  EXPECT_EQ(error_of(wav({1})), WavError::no_sound);
  Bytes file = riff();
  put_chunk(file, "fmt ", format_chunk({}));
  EXPECT_EQ(error_of(file), WavError::no_sound);
}

TEST(Wav, RefusesAChunkLongerThanTheFile) {
  for (const std::uint32_t length : {9U, 1'000U, 0x7FFFFFFFU, 0xFFFFFFFEU, 0xFFFFFFFFU}) {
    Bytes file = wav(kSound);
    const std::size_t at = file.size() - kSound.size() - 4;
    for (unsigned i = 0; i < 4; ++i) file[at + i] = static_cast<std::uint8_t>(length >> (8 * i));
    EXPECT_EQ(error_of(file), WavError::truncated) << length;
  }
}

// The sound that is found always lies within the file, and begins behind its 44 bytes of header.
void expect_inside(const Bytes& file) {
  const auto sound = find_pcm(file);
  if (!sound) return;
  EXPECT_GE(sound->pcm.data(), file.data() + 44);
  EXPECT_LE(sound->pcm.data() + sound->pcm.size(), file.data() + file.size());
  EXPECT_EQ(sound->pcm.size() % (std::size_t{2} * sound->channels), 0);
}

TEST(Wav, RefusesEveryTruncation) {
  const Bytes file = wav(kSound);
  for (std::size_t length = 0; length < file.size(); ++length) {
    const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_FALSE(find_pcm(cut).has_value()) << length;
  }
}

TEST(Wav, StaysInsideTheFileWhateverItsBytesSay) {
  std::mt19937 random(42);
  const Bytes original = wav(kSound, {.channels = 2});
  for (int round = 0; round < 20'000; ++round) {
    Bytes file = original;
    for (int change = 0; change < 3; ++change) {
      file[12 + random() % (file.size() - 12)] = static_cast<std::uint8_t>(random());
    }
    expect_inside(file);
  }
}

}  // namespace
}  // namespace luft::sound

#include "firmware/core/audio_clips.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "contract/audio.h"
#include "firmware/core/base64.h"
#include "firmware/core/fake_ports.h"

namespace luft::firmware {
namespace {

using contract::TopicKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::string base64_of(std::string_view bytes) {
  std::string text(base64_length(bytes.size()), ' ');
  const std::span from{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  EXPECT_EQ(write_base64(from, text), text.size());
  return text;
}

// RFC 4648, section 10.
TEST(Base64, IsThatOfTheStandard) {
  EXPECT_EQ(base64_of(""), "");
  EXPECT_EQ(base64_of("f"), "Zg==");
  EXPECT_EQ(base64_of("fo"), "Zm8=");
  EXPECT_EQ(base64_of("foo"), "Zm9v");
  EXPECT_EQ(base64_of("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64_of("\xFF\xFE\xFD"), "//79");
}

class ClipsTest : public ::testing::Test {
 protected:
  ClipsTest() : sound_(AudioClips::kSamples) {
    std::iota(sound_.begin(), sound_.end(), std::int16_t{-16'000});
  }
  // Ticks a tenth of a second apart, with sound in between.
  void live_for(Uptime time) {
    for (const Uptime end = now_ + time; now_ < end; now_ += milliseconds{100}) {
      clips_.add(std::span{sound_}.subspan(heard_ % AudioClips::kSamples, 1'600));
      heard_ += 1'600;
      if (!clips_.on_tick(now_)) ++refused_;
    }
  }
  std::vector<std::string> parts() const { return ports_.sink.payloads(TopicKind::audio); }

  testing::FakePorts ports_;
  AudioClips clips_{*contract::parse_device_id("kitchen"), 7, ports_.all()};
  std::vector<std::int16_t> sound_;
  std::size_t heard_ = 0;
  int refused_ = 0;
  Uptime now_{};
};

TEST_F(ClipsTest, AreOffUnlessAPersonTurnedThemOn) {
  live_for(seconds{3'600});
  EXPECT_TRUE(parts().empty());
  EXPECT_EQ(ports_.clip_memory.lent, 0);
}

TEST_F(ClipsTest, BringTwoSecondsInNumberedPartsAndGiveTheMemoryBack) {
  clips_.set_every(seconds{60}, now_);
  live_for(seconds{10});
  ASSERT_EQ(parts().size(), AudioClips::kParts);
  std::string data;
  for (std::uint32_t i = 0; i < AudioClips::kParts; ++i) {
    const auto part = contract::parse_audio(parts()[i]);
    ASSERT_TRUE(part) << parts()[i].substr(0, 120);
    EXPECT_EQ(part->part, i);
    EXPECT_EQ(part->parts, AudioClips::kParts);
    EXPECT_EQ(part->rate_hz, 16'000U);
    data += part->data;
  }
  const auto& recorded = ports_.clip_memory.samples;
  const std::string_view bytes{reinterpret_cast<const char*>(recorded.data()),
                               recorded.size() * sizeof(std::int16_t)};
  EXPECT_EQ(data, base64_of(bytes));
  EXPECT_EQ(recorded[0], sound_[1'600]) << "from the tick on at which it began";
  EXPECT_EQ(ports_.clip_memory.lent, 0);
  live_for(seconds{60});
  EXPECT_EQ(parts().size(), 2 * AudioClips::kParts);
  EXPECT_EQ(contract::parse_audio(parts().back())->clip, 2U);
}

TEST_F(ClipsTest, EndAtOnceWhenTheyAreTurnedOff) {
  clips_.set_every(seconds{60}, now_);
  live_for(seconds{3});
  const auto sent = parts().size();
  EXPECT_GT(sent, 0U);
  clips_.set_every(seconds{0}, now_);
  EXPECT_EQ(ports_.clip_memory.lent, 0);
  live_for(seconds{120});
  EXPECT_EQ(parts().size(), sent);
}

TEST_F(ClipsTest, SaySoWhenThereIsNoMemoryAndTryAgainNextTime) {
  ports_.clip_memory.has_memory = false;
  clips_.set_every(seconds{60}, now_);
  live_for(seconds{59});
  EXPECT_EQ(refused_, 1);
  EXPECT_EQ(clips_.counters().no_memory, 1U);
  ports_.clip_memory.has_memory = true;
  live_for(seconds{30});
  EXPECT_EQ(clips_.counters().sent, 1U);
}

TEST_F(ClipsTest, GiveTheMemoryBackWhenTheLinkTakesNothing) {
  clips_.set_every(seconds{600}, now_);
  ports_.sink.takes = false;
  live_for(seconds{20});
  EXPECT_EQ(clips_.counters().cut_short, 1U);
  EXPECT_EQ(ports_.clip_memory.lent, 0);
}

}  // namespace
}  // namespace luft::firmware

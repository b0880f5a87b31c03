#include "contract/reading.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "contract/audio.h"
#include "contract/control.h"
#include "contract/device.h"
#include "contract/inference.h"
#include "contract/limits.h"
#include "contract/window.h"

namespace luft::contract {
namespace {

constexpr const char* kTooHot =
    R"({"value":900,"boot":7,"seq":3,"up_ms":5,"now_ms":9,"oldest":[7,1]})";

TEST(Reading, WithoutIdentityIsBare) {
  const auto bare = parse_reading(Metric::temperature, "21.4");
  const auto object = parse_reading(Metric::temperature, R"({"value":21.4})");
  ASSERT_TRUE(bare.has_value());
  EXPECT_EQ(bare->value, 21.4);
  EXPECT_FALSE(bare->identity.has_value());
  EXPECT_EQ(bare, object);
}

TEST(Reading, KeepsItsIdentity) {
  const auto reading = parse_reading(
      Metric::temperature,
      R"({"value":21.4,"boot":7,"seq":3,"up_ms":5,"now_ms":9,"oldest":[6,1],"time_ms":11})");
  ASSERT_TRUE(reading.has_value());
  EXPECT_EQ(reading->identity,
            (Identity{.ref = {7, 3}, .up_ms = 5, .now_ms = 9, .oldest = {6, 1}, .time_ms = 11}));
}

TEST(Reading, WithoutOldestIsTheOldestItself) {
  const auto reading =
      parse_reading(Metric::temperature, R"({"value":21.4,"boot":7,"seq":3,"up_ms":5,"now_ms":9})");
  ASSERT_TRUE(reading.has_value());
  EXPECT_EQ(reading->identity->oldest, (ReadingRef{7, 3}));
}

TEST(Reading, CanBeReceiptedThoughItsValueIsRefused) {
  ASSERT_FALSE(parse_reading(Metric::temperature, kTooHot).has_value());
  const auto identity = parse_reading_identity(kTooHot);
  ASSERT_TRUE(identity.has_value());
  EXPECT_EQ(identity->ref, (ReadingRef{7, 3}));
}

TEST(Reading, HasNoIdentityWhenItIsBare) {
  EXPECT_FALSE(parse_reading_identity("900").has_value());
  EXPECT_FALSE(parse_reading_identity(R"({"value":900})").has_value());
}

TEST(Reading, IsHeldToTheRangeOfItsMetric) {
  for (const MetricInfo& row : all_metrics()) {
    const auto accepts = [&](double value) {
      return parse_reading(row.metric, std::to_string(value)).has_value();
    };
    EXPECT_TRUE(accepts(row.min)) << row.name;
    EXPECT_TRUE(accepts(row.max)) << row.name;
    EXPECT_FALSE(accepts(row.min - 1)) << row.name;
    EXPECT_FALSE(accepts(row.max + 1)) << row.name;
  }
}

// What each writer needs at most fits the buffer that its header asks for: text of characters that
// take six when escaped, numbers of 17 digits.
TEST(Writers, NeverNeedMoreThanTheirHeadersSay) {
  std::array<char, kMaxMessageBytes> buffer{};
  const std::string worst(256, '\x01');
  const auto request_id = RequestId::cut(worst);
  const auto reason = Text<kMaxReasonLength>::cut(worst);
  constexpr double kLong = -1.2345678901234567e-100;
  constexpr ReadingRef kRef{kMaxIdentifier, kMaxIdentifier};

  const Reading reading{.value = kLong,
                        .identity = Identity{.ref = kRef,
                                             .up_ms = kMaxIdentifier,
                                             .now_ms = kMaxIdentifier,
                                             .oldest = kRef,
                                             .time_ms = kMaxIdentifier}};
  EXPECT_FALSE(write_reading(reading, std::span(buffer).first(kMaxReadingBytes)).empty());

  const WindowControl control{.position_pct = kLong,
                              .confidence = kLong,
                              .request_id = request_id,
                              .as_of = kRef,
                              .model = Text<kMaxModelNameLength>::cut(worst),
                              .low_pct = kLong,
                              .high_pct = kLong,
                              .reason = reason};
  EXPECT_FALSE(write_window_control(control, buffer).empty());

  const WindowState state{.position_pct = kLong,
                          .target_pct = kLong,
                          .request_id = request_id,
                          .hold_s = 0xFFFFFFFF,
                          .reason = reason};
  EXPECT_FALSE(write_window_state(state, buffer).empty());

  const InferenceRequest request{.temp_c = kLong,
                                 .humidity_pct = kLong,
                                 .volume_dba = kLong,
                                 .request_id = request_id,
                                 .as_of = kRef,
                                 .position_pct = kLong,
                                 .time_ms = kMaxIdentifier,
                                 .utc_offset_s = -50400,
                                 .temp_trend_c_per_h = kLong,
                                 .humidity_trend_pct_per_h = kLong,
                                 .co2_ppm = kLong,
                                 .outdoor_temp_c = kLong,
                                 .outdoor_humidity_pct = kLong,
                                 .rain_mm_per_h = kLong,
                                 .wind_speed_m_s = kLong};
  EXPECT_FALSE(write_inference_request(request, buffer).empty());

  const DeviceInfo info{.boot = kMaxIdentifier,
                        .firmware = Text<32>::cut(worst),
                        .chip = Text<32>::cut(worst),
                        .reset_reason = Text<32>::cut(worst),
                        .rssi_dbm = kLong,
                        .free_memory_bytes = 0xFFFFFFFF,
                        .window = false,
                        .sensors = 0x1FF};
  EXPECT_FALSE(write_device_info(info, buffer).empty());

  const DeviceEvent event{
      .event = Text<32>::cut(worst), .request_id = request_id, .reason = reason};
  EXPECT_FALSE(write_device_event(event, buffer).empty());

  const std::string data(kMaxAudioPcmBytesPerPart * 4 / 3, 'A');
  AudioPart part;
  part.boot = kMaxIdentifier;
  part.clip = 0xFFFFFFFF;
  part.part = 63;
  part.parts = 64;
  part.data = data;
  std::vector<char> audio_buffer(kMaxAudioPcmBytesPerPart * 4 / 3 + 256);
  EXPECT_FALSE(write_audio(part, audio_buffer).empty());
}

}  // namespace
}  // namespace luft::contract

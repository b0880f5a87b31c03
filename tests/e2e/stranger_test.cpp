// What anything that speaks MQTT may say, and what happens to what cannot be understood.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

// How soon is measured by ./luft bench hub/bare-number-visible.
constexpr seconds kPatience{20};

class StrangerTest : public testing::Test {
 protected:
  void SetUp() override {
    installation_.start_luft({"up"});
    ASSERT_TRUE(installation_.becomes_ready()) << installation_.said();
  }

  std::optional<double> reading(const std::string& device, const std::string& metric) {
    const auto answer = installation_.get("/api/v1/devices/" + device);
    if (!answer.is_object() || !answer["readings"].contains(metric)) return std::nullopt;
    return answer["readings"][metric]["value"].get<double>();
  }

  Installation installation_;
};

// One second of a 1 kHz sine at `level_dbfs`, 16 kHz, as a WAV file in base64.
std::string wav_base64(double level_dbfs) {
  constexpr int kRate = 16'000;
  std::string pcm;
  const double amplitude = 32'767.0 * std::pow(10.0, level_dbfs / 20.0);
  for (int i = 0; i < kRate; ++i) {
    const auto sample = static_cast<std::int16_t>(
        std::lround(amplitude * std::sin(2.0 * std::numbers::pi * 1000.0 * i / kRate)));
    pcm += static_cast<char>(sample & 0xFF);
    pcm += static_cast<char>((sample >> 8) & 0xFF);
  }
  const auto u32 = [](std::size_t n) {
    std::string out;
    for (int i = 0; i < 4; ++i) out += static_cast<char>((n >> (8 * i)) & 0xFF);
    return out;
  };
  using namespace std::string_literals;
  std::string wav = "RIFF" + u32(36 + pcm.size()) + "WAVEfmt " + u32(16) + "\1\0\1\0"s +
                    u32(kRate) + u32(kRate * 2) + "\2\0\20\0"s + "data" + u32(pcm.size()) + pcm;
  std::string out(sodium_base64_encoded_len(wav.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(wav.data()),
                    wav.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the terminating zero
  return out;
}

TEST_F(StrangerTest, SeesABareNumber) {
  installation_.publish("sensor/kitchen/temperature", "21.5");
  EXPECT_TRUE(eventually(kPatience, [&] { return reading("kitchen", "temperature") == 21.5; }));
  EXPECT_TRUE(eventually(kPatience, [&] {
    return installation_.sql("SELECT value FROM luft.readings WHERE device = 'kitchen'") == "21.5";
  }));
}

TEST_F(StrangerTest, IsUnderstoodInTheFirstImplementationsForms) {
  installation_.publish("sensor/old/humidity", R"({"value": 48})");
  installation_.publish(
      "sensor/old/audio",
      json{{"data", wav_base64(-20.0)}, {"sample_rate", 16000}, {"duration", 2.0}}.dump());
  EXPECT_TRUE(eventually(kPatience, [&] { return reading("old", "humidity") == 48; }));
  EXPECT_TRUE(eventually(kPatience, [&] { return reading("old", "sound_volume").has_value(); }));
  EXPECT_NEAR(reading("old", "sound_volume").value_or(0), 100.0, 0.3);
}

TEST_F(StrangerTest, DoesNoHarmWithGarbage) {
  const std::vector<std::string> topics{"sensor/kitchen/humidity",
                                        "sensor/kitchen/batch",
                                        "sensor/kitchen/audio",
                                        "window/kitchen/state",
                                        "window/kitchen/set",
                                        "window/kitchen/control",
                                        "device/kitchen/status",
                                        "device/kitchen/info",
                                        "device/kitchen/event",
                                        "device/kitchen/other",
                                        "device/kitchen/config/reported",
                                        "ml/status",
                                        "ml/model",
                                        "sensor/NOT A DEVICE/temperature"};
  for (const std::string& topic : topics) {
    installation_.publish(topic, "{\"value\": [[[[[nonsense");
    installation_.publish(topic, std::string(300, '\xFF'));
  }
  installation_.publish("ml/inference/request/kitchen", "{");  // ml's to ignore
  installation_.publish("sensor/kitchen/temperature", "1e999");
  installation_.publish("sensor/kitchen/temperature", "19.25");
  EXPECT_TRUE(eventually(kPatience, [&] { return reading("kitchen", "temperature") == 19.25; }));
  for (const std::string& topic : topics) {
    EXPECT_TRUE(eventually(kPatience,
                           [&] {
                             return installation_.sql(
                                        "SELECT count() FROM luft.quarantine WHERE topic = '" +
                                        topic + "'") == "2";
                           }))
        << topic << installation_.sql("SELECT topic, reason FROM luft.quarantine");
  }
  const auto verify = installation_.luft({"verify"});
  EXPECT_TRUE(verify.status.success()) << verify.out << verify.err;
}

}  // namespace
}  // namespace luft::tests

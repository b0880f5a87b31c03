// Sound has one unit, dB(A) of sound pressure, from the microphone to the model: whether the device
// measures it or the hub does from the device's audio, the model is told the same number, and
// decides. A mismatch anywhere would refuse every request, and silence the whole loop.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "contract/audio.h"
#include "contract/inference.h"
#include "contract/reading.h"
#include "firmware/core/device.h"
#include "firmware/core/fake_ports.h"
#include "hub/intake/intake.h"
#include "ml/model/artifact.h"
#include "ml/predictor.h"
#include "ml/request_intake.h"

namespace luft::tests {
namespace {

using contract::Metric;
using contract::TopicKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

using Pcm = std::vector<std::int16_t>;

constexpr int kRateHz = 16'000;
constexpr double kMinus20Dbfs = 3'276.8;

Pcm sine(double amplitude, std::size_t samples) {
  Pcm pcm(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    const double phase = 2 * std::numbers::pi * 1'000 * static_cast<double>(i) / kRateHz;
    pcm[i] = static_cast<std::int16_t>(std::lround(amplitude * std::sin(phase)));
  }
  return pcm;
}

// What the device `kitchen` publishes as its sound level when its microphone delivers `pcm`.
std::string volume_payload_of_device(Pcm pcm) {
  static constexpr firmware::MetricSettings kMetrics[] = {
      {.metric = Metric::sound_volume, .interval = seconds{2}, .probe = seconds{2}}};
  firmware::testing::FakePorts ports;
  ports.has_microphone = true;
  ports.microphone.limit = kRateHz / 10;  // as a converter delivers it
  ports.microphone.pcm = std::move(pcm);
  firmware::DeviceSettings settings;
  settings.id = contract::DeviceId::cut("kitchen");
  settings.boot = 1;
  settings.metrics = kMetrics;
  firmware::Device device(settings, ports.all());
  device.on_connected({});
  for (firmware::Uptime now{}; now <= seconds{4}; now += milliseconds{100}) device.on_tick(now);
  const auto said = ports.sink.payloads(TopicKind::reading);
  return said.empty() ? "" : said.front();
}

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // its terminator
  return text;
}

// The same sound as a device sends it that leaves measuring to the hub: a clip in parts.
std::vector<std::string> audio_payloads(const Pcm& pcm) {
  const std::string_view bytes(reinterpret_cast<const char*>(pcm.data()), 2 * pcm.size());
  constexpr std::size_t kPart = contract::kMaxAudioPcmBytesPerPart;
  contract::AudioPart part;
  part.boot = 1;
  part.parts = static_cast<std::uint32_t>((bytes.size() + kPart - 1) / kPart);
  std::vector<std::string> payloads;
  for (; part.part < part.parts; ++part.part) {
    const std::string data = base64(bytes.substr(part.part * kPart, kPart));
    part.data = data;
    std::vector<char> buffer(kPart * 4 / 3 + 256);
    payloads.emplace_back(contract::write_audio(part, buffer));
  }
  return payloads;
}

// The hub's heart, which hears one room and is asked what it asks the model.
class Hub {
 public:
  void hear(const std::string& topic, const std::string& payload) {
    now_ = now_ + seconds{3};  // beyond the shortest interval between requests
    intake_.take({.topic = contract::parse_topic(topic),
                  .unknown_topic = {},
                  .payload = payload,
                  .retained = contract::Retain::no,
                  .received = now_},
                 hub::Admission::open, outcome_);
  }
  // The payload of the newest inference request; empty when there was none.
  [[nodiscard]] std::string request() const {
    return outcome_.publications.empty() ? "" : outcome_.publications.back().payload;
  }
  void wait(seconds time) {
    now_ = now_ + time;
    intake_.tick(now_, outcome_);
  }

 private:
  hub::Intake intake_{runtime::Settings{},
                      runtime::UuidMaker{[random = std::uint64_t{0}]() mutable {
                        return ++random * 0x9E3779B97F4A7C15ULL;
                      }}};
  hub::Outcome outcome_;
  hub::Moment now_{.wall = hub::SystemTime{milliseconds{1'800'000'000'000}},
                   .steady = hub::SteadyTime{std::chrono::hours{10}}};
};

// What the model is asked about a room of which `hear` tells the sound.
template <class Hear>
std::string request_with_sound(Hear hear) {
  Hub hub;
  hear(hub);
  hub.hear("sensor/kitchen/temperature", "24.5");
  hub.hear("sensor/kitchen/humidity", "55");
  hub.wait(seconds{1});
  return hub.request();
}

std::string request_after_reading(const std::string& payload) {
  return request_with_sound([&](Hub& hub) { hub.hear("sensor/kitchen/sound_volume", payload); });
}

std::string request_after_audio(const Pcm& pcm) {
  return request_with_sound([&](Hub& hub) {
    for (const std::string& payload : audio_payloads(pcm)) {
      hub.hear("sensor/kitchen/audio", payload);
    }
  });
}

std::optional<double> volume_the_model_reads(const std::string& payload) {
  const auto read = ml::read_request("ml/inference/request/kitchen", payload, {});
  return read ? read->request.volume_dba : std::nullopt;
}

TEST(Sound, IsTheSameNumberWhetherTheDeviceOrTheHubMeasuresIt) {
  const Pcm pcm = sine(kMinus20Dbfs, 4 * kRateHz);
  const auto said = contract::parse_reading(Metric::sound_volume, volume_payload_of_device(pcm));
  ASSERT_TRUE(said);
  EXPECT_NEAR(said->value, 100.0, 0.1) << "-26 dBFS at 94 dB SPL; 1 kHz is not weighted";
  const auto from_device =
      volume_the_model_reads(request_after_reading(volume_payload_of_device(pcm)));
  const auto from_audio =
      volume_the_model_reads(request_after_audio(sine(kMinus20Dbfs, 2 * kRateHz)));
  ASSERT_TRUE(from_device);
  ASSERT_TRUE(from_audio);
  EXPECT_NEAR(*from_device, said->value, 0.01);
  EXPECT_NEAR(*from_audio, *from_device, 0.02);
}

TEST(Sound, OfAnyLoudnessEndsInADecision) {
  auto model = ml::load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model");
  ASSERT_TRUE(model) << model.error();
  ml::Predictor predictor(*model);
  for (const double amplitude : {0.0, 1.0, 33.0, 1'000.0, 32'767.0}) {
    const Pcm pcm = sine(amplitude, 2 * kRateHz);
    for (const std::string& payload :
         {request_after_audio(pcm),
          request_after_reading(volume_payload_of_device(sine(amplitude, 4 * kRateHz)))}) {
      const auto read = ml::read_request("ml/inference/request/kitchen", payload, {});
      ASSERT_TRUE(read) << amplitude << ": " << payload;
      ASSERT_TRUE(read->request.volume_dba) << payload;
      const auto control = predictor.control({&read->request, 1}, "default").front();
      EXPECT_GE(control.position_pct, 0);
      EXPECT_LE(control.position_pct, 100);
      EXPECT_GT(control.confidence, 0);
    }
  }
}

}  // namespace
}  // namespace luft::tests

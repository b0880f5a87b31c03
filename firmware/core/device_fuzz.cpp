// Whatever a device hears, and whenever: its window stays within 0..100 %, the motor too, an update
// within its slot, clips within the memory that was lent, and all that it says is understood. What
// is no order, or a retained one, moves nothing.
// Input: contract/testing/conversation.h.
#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/control.h"
#include "contract/device.h"
#include "contract/testing/conversation.h"
#include "contract/testing/understood.h"
#include "contract/topics.h"
#include "contract/window.h"
#include "firmware/core/device.h"
#include "firmware/core/fake_ports.h"

namespace luft::firmware {
namespace {

constexpr MetricSettings kMetrics[] = {{.metric = contract::Metric::temperature},
                                       {.metric = contract::Metric::rain},
                                       {.metric = contract::Metric::sound_volume}};
constexpr std::int64_t kTicksInAPause = 20;
constexpr std::uint32_t kSlotBytes = 16 * 1'024;

// A server that sends for ever, and a slot: whatever is offered, it is signed and its hash is right
// when it says `a5a5…`, so that updates come to their end.
class UpdateBoard final : public ImageSource,
                          public ImageSlots,
                          public Sha256,
                          public UpdateMemory,
                          public SignatureVerifier {
 public:
  bool open(std::string_view, std::uint32_t offset) override {
    assert(offset <= kSlotBytes);
    return true;
  }
  Piece poll(std::span<std::uint8_t> bytes) override {
    std::ranges::fill(bytes, std::uint8_t{0x5A});
    return {.coming = Coming::bytes, .count = bytes.size()};
  }
  void close() override {}
  bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) override {
    assert(at % kPieceBytes == 0 && at + bytes.size() <= kSlotBytes);
    return true;
  }
  bool read(std::uint32_t at, std::span<std::uint8_t> bytes) override {
    assert(at + bytes.size() <= kSlotBytes);
    std::ranges::fill(bytes, std::uint8_t{0x5A});
    return true;
  }
  bool try_other() override { return true; }
  bool other_was_given_up() const override { return false; }
  Running running() const override { return Running::confirmed; }
  void confirm() override {}
  void begin() override {}
  void add(std::span<const std::uint8_t>) override {}
  std::array<std::uint8_t, 32> end() override {
    std::array<std::uint8_t, 32> hash{};
    hash.fill(0xA5);
    return hash;
  }
  std::optional<UpdateProgress> load() override { return kept_; }
  void save(const UpdateProgress& progress) override { kept_ = progress; }
  void forget() override { kept_.reset(); }
  bool is_signed(std::span<const std::uint8_t>, std::span<const std::uint8_t, 64>) const override {
    return true;
  }

 private:
  std::optional<UpdateProgress> kept_;
};

// A tone that has no end, as much at a tick as makes a clip in a pause.
class Microphone final : public PcmSource {
 public:
  std::size_t read(std::span<std::int16_t> samples) override {
    const std::size_t count = std::min(samples.size(), left_);
    left_ -= count;
    if (count == 0) left_ = kAtATick;
    for (std::int16_t& sample : samples.first(count)) {
      phase_ = static_cast<std::uint16_t>(phase_ + 4'096);
      sample = static_cast<std::int16_t>(phase_);
    }
    return count;
  }

 private:
  static constexpr std::size_t kAtATick = AudioClips::kSamples / kTicksInAPause;
  std::size_t left_ = kAtATick;
  std::uint16_t phase_ = 0;
};

class Room {
 public:
  Room() : device_(settings(), ports()) { device_.on_connected(now_); }

  void hear(std::string_view topic, std::string_view payload, contract::Retain retained) {
    const auto how = retained == contract::Retain::yes ? Delivery::retained : Delivery::live;
    const double target_pct = device_.window()->motor().target_pct();
    const auto movements = device_.window()->counters().movements;
    device_.on_message(topic, payload, how, now_);
    if (how == Delivery::retained || !may_move(topic, payload)) {
      assert(device_.window()->motor().target_pct() == target_pct);
      assert(device_.window()->counters().movements == movements);
    }
    check();
  }
  void pass(std::chrono::seconds time) {
    for (std::int64_t i = 0; i < kTicksInAPause; ++i) {
      now_ += std::chrono::duration_cast<Uptime>(time) / kTicksInAPause;
      device_.on_tick(now_);
      check();
    }
  }

 private:
  Ports ports() {
    Ports ports = ports_.all();
    ports.microphone = &microphone_;
    ports.update = &update_;
    ports.health = &ports_.health;
    return ports;
  }
  DeviceSettings settings() {
    DeviceSettings settings;
    settings.about.chip = decltype(settings.about.chip)::cut("esp32c3");
    settings.about.firmware = decltype(settings.about.firmware)::cut("1.0.0");
    settings.update_capacity_bytes = kSlotBytes;
    settings.id = contract::DeviceId::cut("study");
    settings.boot = 3;
    settings.metrics = kMetrics;
    settings.window.emplace();
    settings.remembered.position_pct = 30;
    ports_.sensors.values = {{contract::Metric::temperature, 21.0}, {contract::Metric::rain, 0}};
    return settings;
  }
  static bool may_move(std::string_view topic, std::string_view payload) {
    const auto parsed = contract::parse_topic(topic);
    if (!parsed || parsed->device.view() != "study") return false;
    switch (parsed->kind) {
      case contract::TopicKind::window_control:
        return contract::parse_window_control(payload).has_value();
      case contract::TopicKind::window_set:
        return contract::parse_window_set(payload).has_value();
      case contract::TopicKind::device_command: {
        const auto command = contract::parse_device_command(payload);
        return command && *command == contract::DeviceCommand::calibrate;
      }
      default:
        return false;
    }
  }
  void check() {
    for (const auto& said : ports_.sink.said) {
      assert(contract::testing::is_understood(said.topic, said.payload));
    }
    for (const double position_pct : ports_.motor.positions) {
      assert(position_pct >= 0 && position_pct <= 100);
    }
    const double position_pct = device_.window()->motor().position_pct();
    assert(position_pct >= 0 && position_pct <= 100);
    assert(ports_.clip_memory.samples.size() <= AudioClips::kSamples);
    ports_.sink.said.clear();
    ports_.motor.positions.clear();
  }

  testing::FakePorts ports_{16};
  Microphone microphone_;
  UpdateBoard board_;
  UpdatePorts update_{
      .source = board_, .slots = board_, .sha256 = board_, .memory = board_, .verifier = board_};
  Uptime now_ = std::chrono::minutes{1};
  Device device_;
};

}  // namespace
}  // namespace luft::firmware

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  luft::firmware::Room room;
  luft::contract::testing::converse(
      {reinterpret_cast<const char*>(data), size},
      [&](auto topic, auto payload, auto retained) { room.hear(topic, payload, retained); },
      [&](auto time) { room.pass(time); });
  return 0;
}

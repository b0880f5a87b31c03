// A device as fuzzers hold it: in a room where there is always something to hear, offered updates
// by a server that never ends. With everything that it does it is checked that its window and its
// motor stay within 0..100 %, an update within its slot, a clip within the memory that was lent,
// that all it says is understood, and that what is no order, or a retained one, moves nothing.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/control.h"
#include "contract/device.h"
#include "contract/testing/understood.h"
#include "contract/topics.h"
#include "contract/window.h"
#include "firmware/core/device.h"
#include "firmware/core/fake_ports.h"

namespace luft::firmware::testing {

inline constexpr std::uint32_t kFuzzedSlotBytes = 16 * 1'024;
inline constexpr std::int64_t kTicksInAPause = 20;

// A server that sends for ever, and a slot: whatever is offered, it is signed and its hash is right
// when it says `a5a5…`, so that updates come to their end.
class FuzzedUpdateBoard final : public ImageSource,
                                public ImageSlots,
                                public Sha256,
                                public UpdateMemory,
                                public SignatureVerifier {
 public:
  bool open(std::string_view, std::uint32_t offset) override {
    assert(offset <= kFuzzedSlotBytes);
    return true;
  }
  Piece poll(std::span<std::uint8_t> bytes) override {
    std::ranges::fill(bytes, std::uint8_t{0x5A});
    return {.coming = Coming::bytes, .count = bytes.size()};
  }
  void close() override {}
  bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) override {
    assert(at % kPieceBytes == 0 && at + bytes.size() <= kFuzzedSlotBytes);
    return true;
  }
  bool read(std::uint32_t at, std::span<std::uint8_t> bytes) override {
    assert(at + bytes.size() <= kFuzzedSlotBytes);
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

// A sound that has no end: as much at a tick as makes a clip in a pause while one is recorded, and
// else, as weighting it is what takes long, as little as keeps the microphone from being silent.
class FuzzedMicrophone final : public PcmSource {
 public:
  explicit FuzzedMicrophone(const FakeClipMemory& clip) : clip_(clip) {}
  std::size_t read(std::span<std::int16_t> samples) override {
    const std::size_t count = std::min(samples.size(), left_);
    left_ -= count;
    if (count == 0) left_ = clip_.lent > 0 ? kOfAClipAtATick : kAtATick;
    std::ranges::fill(samples.first(count), std::int16_t{4'096});
    return count;
  }

 private:
  static constexpr std::size_t kOfAClipAtATick = AudioClips::kSamples / kTicksInAPause;
  static constexpr std::size_t kAtATick = 16;
  const FakeClipMemory& clip_;
  std::size_t left_ = kAtATick;
};

// Looks at each message instead of keeping it.
class FuzzedSink final : public MessageSink {
 public:
  bool publish(const contract::Topic& topic, std::string_view payload) override {
    assert(contract::testing::is_understood(topic, payload));
    return true;
  }
};

class FuzzedMotor final : public FakeMotorDriver {
 public:
  void drive_to(double position_pct) override { assert(position_pct >= 0 && position_pct <= 100); }
};

class FuzzedRoom {
 public:
  FuzzedRoom() : device_(settings(), ports()) {}

  void connect() { device_.on_connected(now_); }
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
  void tick(Uptime passed) {
    now_ += passed;
    device_.on_tick(now_);
    check();
  }
  void pass(std::chrono::seconds time) {
    const Uptime step = std::chrono::duration_cast<Uptime>(time) / kTicksInAPause;
    for (std::int64_t i = 0; i < kTicksInAPause; ++i) tick(step);
  }

 private:
  Ports ports() {
    const Ports fakes = fakes_.all();
    return {.sink = sink_,
            .sensors = fakes.sensors,
            .motor = motor_,
            .readings = fakes.readings,
            .memory = fakes.memory,
            .system = fakes.system,
            .observer = fakes.observer,
            .scratch = fakes.scratch,
            .microphone = &microphone_,
            .clock = fakes.clock,
            .settings = fakes.settings,
            .update = &update_,
            .clip_memory = fakes.clip_memory,
            .health = &fakes_.health,
            .smoke = fakes.smoke};
  }
  DeviceSettings settings() {
    static constexpr MetricSettings kMetrics[] = {{.metric = contract::Metric::temperature},
                                                  {.metric = contract::Metric::rain},
                                                  {.metric = contract::Metric::sound_volume}};
    DeviceSettings settings;
    settings.about.chip = decltype(settings.about.chip)::cut("esp32c3");
    settings.about.firmware = decltype(settings.about.firmware)::cut("1.0.0");
    settings.update_capacity_bytes = kFuzzedSlotBytes;
    settings.id = contract::DeviceId::cut("study");
    settings.boot = 3;
    settings.metrics = kMetrics;
    settings.window.emplace();
    settings.remembered.position_pct = 30;
    fakes_.sensors.values = {{contract::Metric::temperature, 21.0}, {contract::Metric::rain, 0}};
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
    const double position_pct = device_.window()->motor().position_pct();
    assert(position_pct >= 0 && position_pct <= 100);
    assert(fakes_.clip_memory.samples.size() <= AudioClips::kSamples);
  }

  FakePorts fakes_{16};
  FuzzedSink sink_;
  FuzzedMotor motor_;
  FuzzedMicrophone microphone_{fakes_.clip_memory};
  FuzzedUpdateBoard board_;
  UpdatePorts update_{
      .source = board_, .slots = board_, .sha256 = board_, .memory = board_, .verifier = board_};
  Uptime now_ = std::chrono::minutes{1};
  Device device_;
};

}  // namespace luft::firmware::testing

// The core's ports as a test holds them: what was said and done is kept for looking at.
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contract/batch.h"
#include "contract/device.h"
#include "contract/reading.h"
#include "firmware/core/kept_settings.h"
#include "firmware/core/ports.h"
#include "firmware/core/ram_reading_store.h"

namespace luft::firmware::testing {

struct Said {
  contract::Topic topic;
  std::string payload;
};

class FakeSink : public MessageSink {
 public:
  bool publish(const contract::Topic& topic, std::string_view payload) override {
    if (!takes) return false;
    said.push_back({.topic = topic, .payload = std::string{payload}});
    return true;
  }

  [[nodiscard]] std::vector<std::string> payloads(contract::TopicKind kind) const {
    std::vector<std::string> result;
    for (const Said& message : said) {
      if (message.topic.kind == kind) result.push_back(message.payload);
    }
    return result;
  }
  [[nodiscard]] std::size_t count(contract::TopicKind kind) const { return payloads(kind).size(); }

  std::vector<Said> said;
  bool takes = true;
};

class FakeSensors : public SensorSource {
 public:
  std::optional<double> read(contract::Metric metric) override {
    const auto found = values.find(metric);
    if (found == values.end()) return std::nullopt;
    return found->second;
  }
  std::string_view trouble() const override { return what; }
  std::map<contract::Metric, double> values;
  std::string_view what;
};

class FakeSmoke : public SmokeSource {
 public:
  SmokeInput smoke() override { return input; }
  SmokeInput input = SmokeInput::clear;
};

// Hands out what `pcm` holds, at most `limit` samples until it has answered that nothing is there.
class FakePcmSource : public PcmSource {
 public:
  std::size_t read(std::span<std::int16_t> samples) override {
    const std::size_t left = std::min(limit - given_at_once_, pcm.size() - given);
    const std::size_t count = std::min(samples.size(), left);
    std::copy_n(pcm.begin() + static_cast<std::ptrdiff_t>(given), count, samples.begin());
    given += count;
    given_at_once_ = count == 0 ? 0 : given_at_once_ + count;
    return count;
  }
  std::vector<std::int16_t> pcm;
  std::size_t given = 0;
  std::size_t limit = std::numeric_limits<std::size_t>::max();

 private:
  std::size_t given_at_once_ = 0;
};

class FakeMotorDriver : public MotorDriver {
 public:
  void drive_to(double position_pct) override { positions.push_back(position_pct); }
  void release() override { ++releases; }
  Standing standing() const override { return stands; }
  double halt(double sent_to_pct) override { return stands_at.value_or(sent_to_pct); }
  Reference reference() const override { return state; }
  void lose_reference() override {
    if (has_limit) state = Reference::lost;
  }
  bool can_seek() const override { return has_limit; }
  Seeking seek_reference() override {
    if (answer == Seeking::found) state = Reference::known;
    return answer;
  }
  std::vector<double> positions;
  int releases = 0;
  Standing stands = Standing::there;
  std::optional<double> stands_at;  // when halted; otherwise where it was sent
  bool has_limit = false;
  Reference state = Reference::known;
  Seeking answer = Seeking::found;
};

class FakeMemory : public Memory {
 public:
  void remember(const Remembered& now) override {
    if (now != state) ++changes;  // what is the same is not written
    state = now;
  }
  Remembered state;
  int changes = 0;
};

class FakeSystem : public SystemActions {
 public:
  void identify() override { ++identified; }
  void restart() override { ++restarted; }
  int identified = 0;
  int restarted = 0;
};

class FakeObserver : public DeviceObserver {
 public:
  void movement_started(const Movement& movement) override { movements.push_back(movement); }
  std::vector<Movement> movements;
};

class FakeClipMemory : public ClipMemory {
 public:
  std::span<std::int16_t> lend(std::size_t count) override {
    if (!has_memory) return {};
    ++lent;
    samples.resize(count);
    return samples;
  }
  void give_back(std::span<std::int16_t> /*samples*/) override { --lent; }
  std::vector<std::int16_t> samples;
  bool has_memory = true;
  int lent = 0;
};

class FakeSettingsMemory : public SettingsMemory {
 public:
  std::string_view load(std::span<char> buffer) override {
    return {buffer.data(), text.copy(buffer.data(), buffer.size())};
  }
  void save(std::string_view changed) override { text = changed; }
  std::string text;
};

class FakeHealth : public ChipHealth {
 public:
  void describe(contract::DeviceInfo& about) const override {
    about.diagnostics.lowest_free_memory_bytes = lowest_free_memory_bytes;
  }
  std::uint32_t lowest_free_memory_bytes = 40'000;
};

class FakeClock : public WallClock {
 public:
  std::optional<std::uint64_t> unix_ms() const override { return now_ms; }
  std::optional<std::uint16_t> minute_of_day() const override { return minute; }
  std::optional<std::uint64_t> now_ms;
  std::optional<std::uint16_t> minute;
};

struct FakePorts {
  FakeSink sink;
  FakeSensors sensors;
  FakeMotorDriver motor;
  std::vector<HeldReading> slots;
  RamReadingStore readings;
  FakeMemory memory;
  FakeSystem system;
  FakeObserver observer;
  std::array<char, contract::kMaxBatchBytes> scratch_bytes{};
  Scratch scratch{scratch_bytes};
  FakePcmSource microphone;
  FakeClock clock;
  FakeSettingsMemory settings;
  FakeClipMemory clip_memory;
  FakeHealth health;
  FakeSmoke smoke;
  bool has_microphone = false;
  bool has_health = false;

  explicit FakePorts(std::size_t capacity = 256) : slots(capacity), readings(slots) {}

  [[nodiscard]] Ports all() {
    return {.sink = sink,
            .sensors = sensors,
            .motor = motor,
            .readings = readings,
            .memory = memory,
            .system = system,
            .observer = observer,
            .scratch = scratch,
            .microphone = has_microphone ? &microphone : nullptr,
            .clock = &clock,
            .settings = &settings,
            .clip_memory = &clip_memory,
            .health = has_health ? &health : nullptr,
            .smoke = &smoke};
  }
};

}  // namespace luft::firmware::testing

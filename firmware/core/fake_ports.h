// The core's ports as a test holds them: what was said and done is kept for looking at.
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "contract/batch.h"
#include "contract/device.h"
#include "contract/reading.h"
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
  std::map<contract::Metric, double> values;
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
  std::vector<double> positions;
  int releases = 0;
};

class FakeMemory : public Memory {
 public:
  void remember(const Remembered& now) override { state = now; }
  Remembered state;
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

struct FakePorts {
  FakeSink sink;
  FakeSensors sensors;
  FakeMotorDriver motor;
  std::vector<HeldReading> slots;
  RamReadingStore readings;
  FakeMemory memory;
  FakeSystem system;
  FakeObserver observer;
  Scratch scratch;
  FakePcmSource microphone;
  bool has_microphone = false;

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
            .microphone = has_microphone ? &microphone : nullptr};
  }
};

}  // namespace luft::firmware::testing

// The device's core on a 32-bit RISC-V (an ESP32-C3's instruction set), without an operating
// system: lives through some minutes, and prints what that cost. tests/firmware/rv32_budget.py
// builds it, runs it in an emulator that counts instructions, and holds the figures to the budget.
#include <cJSON.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string_view>

#include "firmware/core/backlog/backlog.h"
#include "firmware/core/device.h"
#include "firmware/core/ram_reading_store.h"
#include "firmware/core/sensors/board_sensors.h"
#include "firmware/core/setup/portal.h"
#include "sound/narrowing.h"

namespace {

using namespace luft::firmware;
using luft::contract::Metric;

bool started = false;
unsigned allocations_after_start = 0;  // outside JSON

std::uint32_t instructions() {
  std::uint32_t count = 0;
  asm volatile("csrr %0, minstret" : "=r"(count));
  return count;
}

void* json_malloc(std::size_t bytes) {
  return std::malloc(bytes);
}

// What lies below the stack pointer is painted, and looked at later.
constexpr std::size_t kPainted = 12 * 1'024;
constexpr std::uint32_t kPaint = 0xA5A5A5A5;

[[gnu::noinline]] void paint_stack() {
  auto* here = static_cast<volatile std::uint32_t*>(__builtin_frame_address(0)) - 64;
  for (std::size_t i = 0; i < kPainted / 4; ++i) here[-static_cast<std::ptrdiff_t>(i)] = kPaint;
}

[[gnu::noinline]] unsigned used_stack() {
  auto* here = static_cast<volatile std::uint32_t*>(__builtin_frame_address(0)) - 64;
  std::size_t lowest = 0;
  for (std::size_t i = 0; i < kPainted / 4; ++i) {
    if (here[-static_cast<std::ptrdiff_t>(i)] != kPaint) lowest = i;
  }
  return static_cast<unsigned>(lowest * 4 + 256);
}

class World final : public MessageSink,
                    public MotorDriver,
                    public Memory,
                    public SystemActions,
                    public DeviceObserver,
                    public PcmSource,
                    public SensorSource,
                    public SettingsMemory,
                    public Flash {
 public:
  bool publish(const luft::contract::Topic&, std::string_view payload) override {
    said_bytes += static_cast<unsigned>(payload.size());
    return takes;
  }
  void drive_to(double) override { ++steps; }
  void release() override {}
  void remember(const Remembered&) override {}
  void identify() override {}
  void restart() override {}
  std::optional<double> read(Metric metric) override {
    return metric == Metric::temperature ? 21.5 + (steps & 1U) : 45.0;
  }
  // A tenth of a second of a saw tooth each tick, through the converter's narrowing.
  std::size_t read(std::span<std::int16_t> samples) override {
    std::array<std::int32_t, 256> wide;
    const std::size_t count = std::min({samples.size(), wide.size(), waiting});
    for (std::size_t i = 0; i < count; ++i) {
      saw += 0x01234567U;
      wide[i] = static_cast<std::int32_t>(saw) / 64;
    }
    narrowing.narrow(std::span{wide}.first(count), samples.first(count));
    waiting -= count;
    return count;
  }
  std::string_view load(std::span<char>) override { return {}; }
  void save(std::string_view) override {}
  std::size_t sector_count() const override { return 2; }
  bool read(std::uint32_t at, std::span<std::uint8_t> bytes) override {
    std::copy_n(flash.begin() + at, bytes.size(), bytes.begin());
    return true;
  }
  bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) override {
    for (std::size_t i = 0; i < bytes.size(); ++i) flash[at + i] &= bytes[i];
    return true;
  }
  bool erase(std::size_t sector) override {
    std::fill_n(flash.begin() + sector * kSectorBytes, kSectorBytes, std::uint8_t{0xFF});
    return true;
  }

  std::array<std::uint8_t, 2 * kSectorBytes> flash{};  // the chip's, not its RAM
  luft::sound::Narrowing narrowing;
  std::size_t waiting = 0;
  std::uint32_t saw = 0;
  unsigned said_bytes = 0;
  unsigned steps = 0;
  bool takes = true;
};

constexpr std::array<MetricSettings, 3> kMetrics{{{.metric = Metric::temperature},
                                                  {.metric = Metric::humidity},
                                                  {.metric = Metric::sound_volume}}};

// What a device has in static memory, for the budget; the world's flash and tape are apart.
struct Static {
  std::array<HeldReading, 128> slots{};
  RamReadingStore readings{slots};
  Scratch scratch;
  alignas(Backlog) std::array<std::byte, sizeof(Backlog)> backlog{};
  alignas(Device) std::array<std::byte, sizeof(Device)> device{};
};

World world;
Static memory;

DeviceSettings settings() {
  DeviceSettings result;
  result.id = luft::contract::DeviceId::cut("kitchen");
  result.boot = 5;
  result.metrics = kMetrics;
  result.window.emplace();
  return result;
}

void live(Device& device, Uptime& now, Uptime time) {
  for (const Uptime end = now + time; now < end; now += Uptime{100}) {
    world.waiting = 1'600;
    device.on_tick(now);
  }
}

void hear_all(Device& device, Uptime now) {
  const auto hear = [&](const char* topic, const char* payload) {
    device.on_message(topic, payload, Delivery::live, now);
  };
  hear("window/kitchen/control",
       R"({"position":50,"confidence":0.8,"as_of":[5,2],"request_id":"a"})");
  hear("window/kitchen/set", R"({"position":20,"hold_s":60})");
  hear("device/kitchen/config/desired",
       R"({"version":3,"metrics":{"temperature":{"interval_s":30,"probe_s":10,"deadband":0.2}},)"
       R"("window":{"rest_s":60,"strict":true,"quiet_from_min":1320,"quiet_to_min":420}})");
  hear("device/kitchen/receipt", R"({"boot":5,"through":2,"seen":3})");
  hear("device/kitchen/command", R"({"command":"identify"})");
  hear("device/kitchen/command", R"({"command":"calibrate"})");
  hear("window/kitchen/control", "[[[[[");
}

}  // namespace

// What libstdc++ calls where an index is wrong: a broken invariant ends the program.
namespace std {
[[noreturn]] void __throw_out_of_range_fmt(const char* /*format*/, ...) {
  abort();
}
}  // namespace std

void* operator new(std::size_t bytes) {
  if (started) ++allocations_after_start;
  return std::malloc(bytes);
}
void operator delete(void* memory_of) noexcept {
  std::free(memory_of);
}
void operator delete(void* memory_of, std::size_t) noexcept {
  std::free(memory_of);
}

int main() {
  cJSON_Hooks hooks{json_malloc, std::free};
  cJSON_InitHooks(&hooks);
  for (std::uint8_t& byte : world.flash) byte = 0xFF;
  auto* backlog = new (memory.backlog.data()) Backlog(world);
  const Ports ports{.sink = world,
                    .sensors = world,
                    .motor = world,
                    .readings = memory.readings,
                    .memory = world,
                    .system = world,
                    .observer = world,
                    .scratch = memory.scratch,
                    .microphone = &world,
                    .backlog = backlog,
                    .settings = &world};
  auto* device = new (memory.device.data()) Device(settings(), ports);
  started = true;

  Uptime now{};
  device->on_connected(now);
  paint_stack();
  live(*device, now, std::chrono::seconds{65});
  hear_all(*device, now);
  live(*device, now, std::chrono::seconds{65});
  world.takes = false;  // away: readings go to flash
  device->on_disconnected();
  live(*device, now, std::chrono::seconds{200});
  world.takes = true;
  device->on_connected(now);
  live(*device, now, std::chrono::seconds{30});
  const unsigned stack = used_stack();

  constexpr std::uint32_t kSeconds = 10;
  const std::uint32_t before = instructions();
  live(*device, now, std::chrono::seconds{kSeconds});
  const std::uint32_t of_audio = (instructions() - before) / kSeconds;

  std::printf("static_bytes %u\n", static_cast<unsigned>(sizeof memory));
  std::printf("stack_bytes %u\n", stack);
  std::printf("instructions_per_second_of_audio %u\n", static_cast<unsigned>(of_audio));
  std::printf("allocations_after_start %u\n", allocations_after_start);
  std::printf("said_bytes %u\n", world.said_bytes);
  return 0;
}

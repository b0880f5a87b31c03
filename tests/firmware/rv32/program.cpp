// The device's core on a 32-bit RISC-V (an ESP32-C3's instruction set), without an operating
// system: all of it lives through some minutes, and prints what that cost. budget.py builds it,
// runs it in an emulator that counts instructions, and holds the figures to the budget.
#include <cstdio>
#include <cstdlib>
#include <new>

#include "firmware/core/backlog/backlog.h"
#include "firmware/core/button.h"
#include "firmware/core/device.h"
#include "firmware/core/motion/servo.h"
#include "firmware/core/network/joining.h"
#include "firmware/core/ram_reading_store.h"
#include "firmware/core/sensors/bme280.h"
#include "firmware/core/setup/captive_dns.h"
#include "firmware/core/setup/device_parts.h"
#include "firmware/core/setup/portal.h"
#include "tests/firmware/rv32/costs.h"
#include "tests/firmware/rv32/world.h"

namespace luft::tests::rv32 {
namespace {

using contract::Metric;
using std::chrono::seconds;

constexpr std::array<MetricSettings, 4> kMetrics{{{.metric = Metric::rssi},
                                                  {.metric = Metric::temperature},
                                                  {.metric = Metric::humidity},
                                                  {.metric = Metric::sound_volume}}};
constexpr std::size_t kReadingsInRam = 64;  // as firmware/esp32/main/config.h has it
constexpr std::string_view kPassword = "k7m2q9xw4r3h";

DeviceSettings settings() {
  DeviceSettings result;
  result.id = contract::DeviceId::cut("kitchen");
  result.boot = 5;
  result.about.chip = decltype(result.about.chip)::cut("esp32c3");
  result.about.firmware = decltype(result.about.firmware)::cut("1.0.0");
  result.metrics = kMetrics;
  result.window.emplace();
  result.update_capacity_bytes = 1'000'000;
  return result;
}

// All that the core of a device holds in memory, the page that sets it up included; one climate
// sensor and one motor would do.
class Parts {
 public:
  explicit Parts(World& world)
      : bme280(Bme280Settings{}, world.bme280),
        dht22(Dht22Settings{}, world.board),
        sensors(&bme280, world.board),
        servo(servo_of(setup), world.board),
        stepper(stepper_of(setup), world.board, &world.board),
        backlog(world.flash),
        update{.source = world.update,
               .slots = world.update,
               .sha256 = world.update,
               .memory = world.update,
               .verifier = world.update},
        device(settings(), ports(world)),
        portal({.password = kPassword, .suggested_id = contract::DeviceId::cut("luft-1")},
               {world.setup, world.setup, world.setup, world.setup}) {}

  DeviceSetup setup;  // that the connection and the parts go by
  Bme280 bme280;
  Dht22 dht22;
  BoardSensors sensors;
  Servo servo;
  Stepper stepper;
  std::array<HeldReading, kReadingsInRam> slots;
  RamReadingStore readings{slots};
  std::array<char, Scratch::kLeastBytes> scratch_bytes;
  Scratch scratch{scratch_bytes};
  Backlog backlog;
  UpdatePorts update;
  Device device;
  Joining joining{JoiningSettings{}, 1};
  Button button;
  Portal portal;

 private:
  Ports ports(World& world) {
    return {.sink = world.listener,
            .sensors = sensors,
            .motor = servo,
            .readings = readings,
            .memory = world.board,
            .system = world.board,
            .observer = world.board,
            .scratch = scratch,
            .microphone = &world.microphone,
            .backlog = &backlog,
            .clock = &world.board,
            .settings = &world.board,
            .update = &update,
            .clip_memory = &world.microphone,
            .health = &world.board,
            .smoke = &world.board};
  }
};

World world;
alignas(Parts) std::array<std::byte, sizeof(Parts)> memory;
Uptime now{};

void live(Parts& parts, Uptime time) {
  for (const Uptime end = now + time; now < end; now += Uptime{100}) {
    world.microphone.waiting = 1'600;
    parts.sensors.on_tick(now);
    parts.dht22.on_tick(now);
    (void)parts.joining.on_tick(now);
    (void)parts.button.on_tick(ButtonLevel::up, now);
    parts.device.on_tick(now);
  }
}

void hear(Parts& parts, const char* topic, const char* payload) {
  parts.device.on_message(topic, payload, Delivery::live, now);
}

void sense_and_speak(Parts& parts) {
  parts.device.on_connected(now);
  parts.joining.on_joined(now);
  live(parts, seconds{65});
}

void be_told_to_move(Parts& parts) {
  hear(parts, "window/kitchen/control",
       R"({"position":50,"confidence":0.8,"as_of":[5,2],"request_id":"a"})");
  hear(parts, "window/kitchen/set", R"({"position":20,"hold_s":60})");
  hear(parts, "window/kitchen/set", "STOP");
  hear(parts, "window/kitchen/control", R"({"position":50,"confidence":2,"reason":"warm"})");
  hear(parts, "window/kitchen/control", "[[[[[");
  live(parts, seconds{5});
}

void be_configured(Parts& parts) {
  hear(parts, "device/kitchen/config/desired",
       R"({"version":3,"metrics":{"temperature":{"interval_s":30,"probe_s":10,"deadband":0.2},)"
       R"("co2":{"interval_s":5}},"window":{"rest_s":60,"strict":true,"quiet_from_min":1320,)"
       R"("quiet_to_min":420},"audio":{"clip_every_s":30}})");
}

void be_commanded(Parts& parts) {
  hear(parts, "device/kitchen/receipt", R"({"boot":5,"through":2,"seen":3})");
  hear(parts, "device/kitchen/command", R"({"command":"identify"})");
  hear(parts, "device/kitchen/command", R"({"command":"calibrate"})");
  live(parts, seconds{65});
}

// Readings go to flash, and come back from there.
void be_away(Parts& parts) {
  world.listener.takes = false;
  parts.device.on_disconnected();
  live(parts, seconds{200});
  world.listener.takes = true;
  parts.device.on_connected(now);
  live(parts, seconds{30});
}

// First one that is not for this chip.
void update(Parts& parts) {
  for (const char* chip : {"esp32s3", "esp32c3"}) {
    std::array<char, 600> static offer;
    std::snprintf(offer.data(), offer.size(),
                  R"({"command":"update","version":"1.1.0","chip":"%s","size":9001,)"
                  R"("url":"https://hub/1.1.0.bin","sha256":"%064d","signature":"%0128d"})",
                  chip, 0, 0);
    hear(parts, "device/kitchen/command", offer.data());
    live(parts, seconds{5});
  }
}

void calibrate_stepper(Parts& parts) {
  parts.stepper.lose_reference();
  while (parts.stepper.seek_reference() == MotorDriver::Seeking::seeking) parts.stepper.step();
  parts.stepper.drive_to(40);
  for (int i = 0; i < 100; ++i) parts.stepper.step();
  parts.stepper.release();
}

void ask(Parts& parts, PortalRequest::Method method, const char* path, std::string_view body) {
  parts.portal.on_request({.method = method,
                           .path = path,
                           .host = "192.168.4.1",
                           .cookie = {world.listener.cookie.data(), world.listener.cookie_length},
                           .body = body},
                          world.listener, now);
}

void set_up(Parts& parts) {
  using enum PortalRequest::Method;
  ask(parts, get, "/", {});
  ask(parts, post, "/login", "password=k7m2q9xw4r3h");
  ask(parts, get, "/", {});
  ask(parts, post, "/setup",
      "network=Home&network_password=correct+horse&pairing=mqtts%3A%2F%2Fkitchen%3As3cret%40luft."
      "local&ca=-----BEGIN+CERTIFICATE-----%0AMIIB%0A-----END+CERTIFICATE-----&actuator=servo");
  ask(parts, get, "/progress", {});
  parts.portal.on_tick(now);
  std::array<char, 1'024> static form;
  if (write_setup(parts.setup, form).empty()) std::abort();
  std::array<std::uint8_t, kMaxDnsBytes> static answer;
  constexpr std::array<std::uint8_t, 18> kQuery{0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1};
  (void)answer_dns(kQuery, {192, 168, 4, 1}, answer);
}

unsigned print_stack(const char* of, void (*phase)(Parts&), Parts& parts) {
  paint_stack();
  phase(parts);
  const unsigned used = used_stack();
  std::printf("stack_of_%s %u\n", of, used);
  return used;
}

// A life in which a part did nothing would be cheap.
bool all_lived(const Parts& parts) {
  bool all = true;
  const auto expect = [&](const char* what, bool done) {
    if (!done) std::printf("nothing came of %s\n", what);
    all = all && done;
  };
  expect("the setup page", world.setup.saved == 1);
  expect("the update", world.update.written == 9'001 && world.board.restarts == 1);
  expect("the clips", world.microphone.clips > 0);
  expect("the motors", world.board.pulses > 0 && world.board.steps > 100);
  expect("the backlog", parts.backlog.counters().added > 0);
  expect("the sensors", parts.dht22.latest().temperature_c && parts.bme280.latest().temperature_c);
  return all;
}

int run() {
  let_json_be_counted_apart();
  auto& parts = *new (memory.data()) Parts(world);
  const HeapCalls at_start = heap_calls();

  unsigned stack = print_stack("speaking", sense_and_speak, parts);
  stack = std::max(stack, print_stack("being_told_to_move", be_told_to_move, parts));
  stack = std::max(stack, print_stack("being_configured", be_configured, parts));
  stack = std::max(stack, print_stack("being_commanded", be_commanded, parts));
  stack = std::max(stack, print_stack("being_away", be_away, parts));
  // Before the update, which ends with a restart: no more is sampled then.
  constexpr std::uint32_t kSeconds = 10;
  const std::uint32_t before = instructions();
  live(parts, seconds{kSeconds});
  const std::uint32_t of_audio = (instructions() - before) / kSeconds;
  stack = std::max(stack, print_stack("updating", update, parts));
  stack = std::max(stack, print_stack("the_stepper", calibrate_stepper, parts));
  stack = std::max(stack, print_stack("setting_up", set_up, parts));
  const HeapCalls calls = heap_calls();

  std::printf("all_lived %d\n", all_lived(parts) ? 1 : 0);
  std::printf("static_bytes %u\n", static_cast<unsigned>(sizeof(Parts)));
  std::printf("stack_bytes %u\n", stack);
  std::printf("instructions_per_second_of_audio %u\n", static_cast<unsigned>(of_audio));
  std::printf("allocations_after_start %u\n", calls.of_others - at_start.of_others);
  std::printf("allocations_of_json %u\n", calls.of_json);
  std::printf("said_bytes %u\n", world.listener.said_bytes);
  return 0;
}

}  // namespace
}  // namespace luft::tests::rv32

int main() {
  return luft::tests::rv32::run();
}

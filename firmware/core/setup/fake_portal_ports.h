// What the setup page needs of the world, as a test holds it.
#pragma once

#include <string>
#include <vector>

#include "firmware/core/setup/portal.h"

namespace luft::firmware::testing {

class FakeScan final : public NetworkScan {
 public:
  void start() override { ++started; }
  bool is_running() const override { return running; }
  std::span<const VisibleNetwork> networks() const override { return found; }

  void add(std::string_view name, std::int8_t rssi_dbm) {
    found.push_back({.name = contract::Text<32>::cut(name), .rssi_dbm = rssi_dbm});
  }

  std::vector<VisibleNetwork> found;
  int started = 0;
  bool running = false;
};

class FakeTrial final : public SetupTrial {
 public:
  void begin(const DeviceSetup& setup) override {
    tried = setup;
    running = true;
    ++begun;
    now = TrialStep::joining;
  }
  void end() override { running = false; }
  TrialStep step() const override { return now; }
  std::int8_t rssi_dbm() const override { return rssi; }

  DeviceSetup tried;
  TrialStep now = TrialStep::joining;
  std::int8_t rssi = -50;
  int begun = 0;
  bool running = false;
};

class FakeSetupMemory final : public SetupMemory {
 public:
  bool load(DeviceSetup& setup) override {
    if (kept) setup = *kept;
    return kept.has_value();
  }
  bool save(const DeviceSetup& setup) override {
    if (!works) return false;
    kept = setup;
    ++saved;
    return true;
  }
  std::optional<DeviceSetup> kept;
  int saved = 0;
  bool works = true;
};

// Each draw differs from the one before; nothing here is secret.
class FakeEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> bytes) override {
    for (std::uint8_t& byte : bytes) byte = next++;
  }
  std::uint8_t next = 1;
};

class FakeAnswer final : public PortalAnswer {
 public:
  void begin(const Head& head) override {
    ++begun;
    status = head.status;
    location = head.location;
    cookie = head.set_cookie;
  }
  void write(std::string_view text) override { body += text; }

  int begun = 0;
  int status = 0;
  std::string location;
  std::string cookie;
  std::string body;
};

}  // namespace luft::firmware::testing

// luft-setup-page: the setup page of a device, on this machine, with networks that are made up and
// a broker that is real. Ends once a device was set up.
#include <fmt/format.h>
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "firmware/host/setup_page/page_server.h"
#include "firmware/host/setup_page/setup_file.h"
#include "firmware/host/setup_page/virtual_radio.h"
#include "runtime/shutdown.h"

namespace luft::firmware::host {
namespace {

constexpr int kWrongUsage = 2;
constexpr std::chrono::milliseconds kLookEvery{100};

class SodiumEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> bytes) override { randombytes_buf(bytes.data(), bytes.size()); }
};

int run_setup_page(int argc, char** argv) {
  const runtime::Shutdown shutdown;
  std::uint16_t port = 0;
  std::string folder;
  std::string password = "k7m2q9xw4r3h";
  CLI::App app{"The setup page of a device, in made-up air", "luft-setup-page"};
  app.add_option("--port", port, "On 127.0.0.1; otherwise a free one");
  app.add_option("--state", folder, "Folder that stands for flash memory")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--password", password, "Of the device")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& answer) {
    return app.exit(answer) == 0 ? 0 : kWrongUsage;
  }
  SetupFile memory(folder + "/setup");
  VirtualRadio radio(virtual_networks(), folder);
  SodiumEntropy entropy;
  auto server = PageServer::start(
      port, password, {.scan = radio, .trial = radio, .memory = memory, .entropy = entropy});
  if (!server) {
    fmt::print(stderr, "{}\n", server.error());
    return 1;
  }
  fmt::print("ready {} password {}\n", (*server)->url(), password);
  std::fflush(stdout);
  while (!shutdown.wait_for(kLookEvery)) {
    if ((*server)->tick()) return 0;
  }
  return 1;
}

}  // namespace
}  // namespace luft::firmware::host

int main(int argc, char** argv) {
  return luft::firmware::host::run_setup_page(argc, argv);
}

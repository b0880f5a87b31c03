#include "firmware/host/update/slot_files.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include "runtime/file.h"

namespace luft::firmware::host {
namespace {

constexpr std::string_view kMark = "luft-virtual ";

}  // namespace

std::string SlotFiles::slot(unsigned number) const {
  return fmt::format("{}/slot-{}", folder_, number);
}

bool SlotFiles::save(const State& state) {
  const auto written = runtime::write_file_atomically(
      folder_ + "/slots", fmt::format("{} {} {} {}\n", state.running, state.next,
                                      state.on_trial ? 1 : 0, state.given_up ? 1 : 0));
  if (written) state_ = state;
  return written.has_value();
}

std::expected<void, std::string> SlotFiles::begin() {
  const std::string path = folder_ + "/slots";
  if (!std::filesystem::exists(path)) return {};
  const auto text = runtime::read_file(path);
  if (!text) return std::unexpected(text.error());
  State state;
  unsigned on_trial = 0;
  unsigned given_up = 0;
  const int fields =
      // NOLINTNEXTLINE(cert-err34-c): a number out of range is no slot, and refused below
      std::sscanf(text->c_str(), "%u %u %u %u", &state.running, &state.next, &on_trial, &given_up);
  if (fields != 4 || state.running > 1 || state.next > 1) {
    return std::unexpected(
        fmt::format("{} is damaged: delete the folder, and the device starts "
                    "as it was built",
                    path));
  }
  state.given_up = given_up != 0;
  if (on_trial != 0) {
    state.running = state.next = 1 - state.running;
    state.given_up = true;
  } else if (state.next != state.running) {
    state.running = state.next;
    state.on_trial = true;
  }
  if (!save(state)) return std::unexpected(fmt::format("{} cannot be written", path));
  return {};
}

std::string SlotFiles::version() const {
  std::ifstream image(slot(state_.running), std::ios::binary);
  std::string line;
  std::getline(image, line);
  return line.starts_with(kMark) ? line.substr(kMark.size()) : std::string{};
}

bool SlotFiles::write(std::uint32_t at, std::span<const std::uint8_t> bytes) {
  const std::string path = slot(1 - state_.running);
  if (at == 0) std::ofstream(path, std::ios::binary | std::ios::trunc);
  std::fstream image(path, std::ios::binary | std::ios::in | std::ios::out);
  image.seekp(at);
  image.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
  return image.flush().good();
}

bool SlotFiles::read(std::uint32_t at, std::span<std::uint8_t> bytes) {
  std::ifstream image(slot(1 - state_.running), std::ios::binary);
  image.seekg(at);
  image.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return image.good();
}

bool SlotFiles::try_other() {
  State state = state_;
  state.next = 1 - state.running;
  state.given_up = false;
  return save(state);
}

void SlotFiles::confirm() {
  State state = state_;
  state.on_trial = false;
  (void)save(state);  // if not, the next start comes back to the other one
}

}  // namespace luft::firmware::host

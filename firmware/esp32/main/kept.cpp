#include "firmware/esp32/main/kept.h"

#include <bootloader_random.h>
#include <esp_check.h>
#include <esp_random.h>
#include <nvs_flash.h>

#include <memory>
#include <new>
#include <type_traits>

namespace luft::firmware::esp32 {
namespace {

// What is kept as it lies in memory begins with the version of its form: another one is not read.
template <class Value>
struct Versioned {
  std::uint32_t form = 0;
  Value value{};
};
constexpr std::uint32_t kForm = 1;

template <class Value>
std::optional<Value> load_value(const Nvs& nvs, const char* key) {
  static_assert(std::is_trivially_copyable_v<Value>);
  Versioned<Value> kept;
  const std::size_t length = nvs.load(key, std::as_writable_bytes(std::span{&kept, 1}));
  if (length != sizeof kept || kept.form != kForm) return std::nullopt;
  return kept.value;
}

template <class Value>
bool save_value(Nvs& nvs, const char* key, const Value& value) {
  const Versioned<Value> kept{.form = kForm, .value = value};
  return nvs.save(key, std::as_bytes(std::span{&kept, 1}));
}

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}

// While it lives, esp_random() is true chance without a radio; otherwise it is pseudo-random until
// Wi-Fi runs (ESP-IDF Programming Guide, "Random Number Generation").
class EarlyChance {
 public:
  EarlyChance() { bootloader_random_enable(); }
  ~EarlyChance() { bootloader_random_disable(); }
  EarlyChance(const EarlyChance&) = delete;
  EarlyChance& operator=(const EarlyChance&) = delete;
};

BootMemory count_start(Nvs& nvs) {
  BootMemory boot = load_value<BootMemory>(nvs, "boot").value_or(BootMemory{});
  if (boot.starts == 0) boot.origin = esp_random();
  ++boot.starts;
  // A start that cannot be counted gets a name of its own rather than an earlier one's.
  if (!save_value(nvs, "boot", boot)) boot.origin = esp_random();
  return boot;
}

DevicePassword device_password(Nvs& nvs) {
  if (const auto kept = load_value<DevicePassword>(nvs, "password")) return *kept;
  // Without what is mistaken for something else when read off a console: 32 characters, 60 bits.
  constexpr std::string_view kCharacters = "abcdefghjkmnpqrstuvwxyz023456789";
  static_assert(kCharacters.size() == 32);
  DevicePassword password{};
  std::array<std::uint8_t, 12> random{};
  esp_fill_random(random.data(), random.size());
  for (std::size_t i = 0; i < random.size(); ++i) password[i] = kCharacters[random[i] & 31U];
  (void)save_value(nvs, "password", password);
  return password;
}

}  // namespace

Nvs::Nvs() {
  const esp_err_t found = nvs_flash_init();
  if (found == ESP_ERR_NVS_NO_FREE_PAGES || found == ESP_ERR_NVS_NEW_VERSION_FOUND) {
    ESP_ERROR_CHECK(nvs_flash_erase());
    ESP_ERROR_CHECK(nvs_flash_init());
  } else {
    ESP_ERROR_CHECK(found);
  }
  ESP_ERROR_CHECK(nvs_open("luft", NVS_READWRITE, &handle_));
}

std::size_t Nvs::load(const char* key, std::span<std::byte> bytes) const {
  std::size_t length = bytes.size();
  return nvs_get_blob(handle_, key, bytes.data(), &length) == ESP_OK ? length : 0;
}

bool Nvs::save(const char* key, std::span<const std::byte> bytes) {
  if (bytes.empty()) {
    const esp_err_t erased = nvs_erase_key(handle_, key);
    return erased == ESP_OK ? nvs_commit(handle_) == ESP_OK : erased == ESP_ERR_NVS_NOT_FOUND;
  }
  return nvs_set_blob(handle_, key, bytes.data(), bytes.size()) == ESP_OK &&
         nvs_commit(handle_) == ESP_OK;
}

Remembered KeptWindow::load() const {
  KeptWindowBytes bytes;
  return read_kept_window(std::span{bytes}.first(nvs_.load("window", bytes)));
}

void KeptWindow::remember(const Remembered& state) {
  if (load() != state) (void)nvs_.save("window", write_kept_window(state));  // or the next change
}

std::string_view KeptSettings::load(std::span<char> buffer) {
  return {buffer.data(), nvs_.load("settings", std::as_writable_bytes(buffer))};
}

void KeptSettings::save(std::string_view text) {
  (void)nvs_.save("settings", bytes_of(text));
}

std::optional<UpdateProgress> KeptUpdate::load() {
  return load_value<UpdateProgress>(nvs_, "update");
}

void KeptUpdate::save(const UpdateProgress& progress) {
  (void)save_value(nvs_, "update", progress);
}

void KeptUpdate::forget() {
  (void)nvs_.save("update", {});
}

bool KeptSetup::load(DeviceSetup& setup) {
  const std::unique_ptr<char[]> form(new (std::nothrow) char[kMaxSetupBytes]);
  if (!form) return false;
  const std::span<char> buffer{form.get(), kMaxSetupBytes};
  const std::size_t length = nvs_.load("setup", std::as_writable_bytes(buffer));
  return length > 0 && read_setup({form.get(), length}, setup).has_value();
}

bool KeptSetup::save(const DeviceSetup& setup) {
  const std::unique_ptr<char[]> form(new (std::nothrow) char[kMaxSetupBytes]);
  if (!form) return false;
  const auto text = write_setup(setup, {form.get(), kMaxSetupBytes});
  return !text.empty() && nvs_.save("setup", bytes_of(text));
}

void KeptSetup::forget() {
  (void)nvs_.save("setup", {});
}

Identity identify_start(Nvs& nvs) {
  const EarlyChance chance;
  return {.boot = count_start(nvs), .password = device_password(nvs)};
}

std::uint32_t count_brown_outs(Nvs& nvs, StartedBy cause) {
  std::uint32_t count = load_value<std::uint32_t>(nvs, "brown_outs").value_or(0);
  if (cause == StartedBy::brown_out) (void)save_value(nvs, "brown_outs", ++count);
  return count;
}

}  // namespace luft::firmware::esp32

#include "firmware/esp32/main/ota.h"

#include <esp_crt_bundle.h>
#include <sodium.h>

#include <algorithm>
#include <cstdio>

#include "firmware/esp32/main/update_key.h"

namespace luft::firmware::esp32 {
namespace {

constexpr std::uint32_t kStackBytes = 8'192;  // a TLS handshake
constexpr UBaseType_t kPriority = 2;          // below all that senses and moves
constexpr int kTimeout_ms = 10'000;
constexpr std::size_t kAtOnce = 1'024;
constexpr int kWhole = 200;
constexpr int kPart = 206;

}  // namespace

HttpsImage::HttpsImage(const char* ca)
    : ca_(ca),
      buffer_(xStreamBufferCreateStatic(storage_.size(), 1, storage_.data(), &buffer_control_)) {}

bool HttpsImage::open(std::string_view url, std::uint32_t offset) {
  if (running_ || url.size() >= url_.size()) return false;
  url_[url.copy(url_.data(), url.size())] = '\0';
  offset_ = offset;
  xStreamBufferReset(buffer_);
  cancelled_ = false;
  failed_ = false;
  running_ = true;
  if (xTaskCreate(fetch, "update", kStackBytes, this, kPriority, nullptr) == pdPASS) return true;
  running_ = false;
  return false;
}

ImageSource::Piece HttpsImage::poll(std::span<std::uint8_t> bytes) {
  const std::size_t count = xStreamBufferReceive(buffer_, bytes.data(), bytes.size(), 0);
  if (count > 0) return {.coming = Coming::bytes, .count = count};
  return {.coming = failed_ ? Coming::failed : Coming::nothing_yet, .count = 0};
}

void HttpsImage::fetch(void* self) {
  auto& image = *static_cast<HttpsImage*>(self);
  // The end of the image is a failure too, unless the core has all it asked for and closed.
  (void)image.fetch_all();
  image.failed_ = true;
  image.running_ = false;
  vTaskDelete(nullptr);
}

HttpsImage::HttpClient HttpsImage::connect(Trust trust) {
  esp_http_client_config_t config{};
  config.url = url_.data();
  config.timeout_ms = kTimeout_ms;
  config.keep_alive_enable = true;
  if (trust == Trust::own_authority) {
    config.cert_pem = ca_;
  } else {
    config.crt_bundle_attach = esp_crt_bundle_attach;
  }
  HttpClient client(esp_http_client_init(&config));
  if (!client) return nullptr;
  std::array<char, 32> range{};
  std::snprintf(range.data(), range.size(), "bytes=%lu-", static_cast<unsigned long>(offset_));
  if (offset_ > 0) esp_http_client_set_header(client.get(), "Range", range.data());
  if (esp_http_client_open(client.get(), 0) != ESP_OK) return nullptr;
  return client;
}

// ESP-IDF trusts either one certificate or its bundle: the one that says no is followed by the
// other.
bool HttpsImage::fetch_all() {
  HttpClient client = *ca_ != '\0' ? connect(Trust::own_authority) : nullptr;
  if (!client && !cancelled_) client = connect(Trust::public_authorities);
  if (!client) return false;
  if (esp_http_client_fetch_headers(client.get()) < 0) return false;
  if (esp_http_client_get_status_code(client.get()) != (offset_ > 0 ? kPart : kWhole)) return false;
  std::array<char, kAtOnce> bytes{};
  while (!cancelled_) {
    const int got = esp_http_client_read(client.get(), bytes.data(), bytes.size());
    if (got <= 0) return got == 0;
    for (std::size_t sent = 0; sent < static_cast<std::size_t>(got) && !cancelled_;) {
      sent += xStreamBufferSend(buffer_, bytes.data() + sent, static_cast<std::size_t>(got) - sent,
                                pdMS_TO_TICKS(100));
    }
  }
  return true;
}

bool OtaSlots::write(std::uint32_t at, std::span<const std::uint8_t> bytes) {
  const bool is_ready =
      at % kSectorBytes != 0 || esp_partition_erase_range(other_, at, kSectorBytes) == ESP_OK;
  return is_ready && esp_partition_write(other_, at, bytes.data(), bytes.size()) == ESP_OK;
}

bool OtaSlots::read(std::uint32_t at, std::span<std::uint8_t> bytes) {
  return esp_partition_read(other_, at, bytes.data(), bytes.size()) == ESP_OK;
}

bool OtaSlots::try_other() {
  return esp_ota_set_boot_partition(other_) == ESP_OK;
}

bool OtaSlots::other_was_given_up() const {
  return esp_ota_get_last_invalid_partition() == other_;
}

ImageSlots::Running OtaSlots::running() const {
  esp_ota_img_states_t state{};
  const bool is_told =
      esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) == ESP_OK;
  return is_told && state == ESP_OTA_IMG_PENDING_VERIFY ? Running::on_trial : Running::confirmed;
}

void OtaSlots::confirm() {
  esp_ota_mark_app_valid_cancel_rollback();
}

void MbedtlsSha256::begin() {
  mbedtls_sha256_starts(&state_, 0);  // not SHA-224
}

void MbedtlsSha256::add(std::span<const std::uint8_t> bytes) {
  mbedtls_sha256_update(&state_, bytes.data(), bytes.size());
}

std::array<std::uint8_t, 32> MbedtlsSha256::end() {
  std::array<std::uint8_t, 32> hash{};
  mbedtls_sha256_finish(&state_, hash.data());
  return hash;
}

bool SodiumVerifier::has_key() {
  return std::ranges::any_of(kUpdateKey, [](std::uint8_t byte) { return byte != 0; });
}

bool SodiumVerifier::is_signed(std::span<const std::uint8_t> message,
                               std::span<const std::uint8_t, 64> signature) const {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     kUpdateKey.data()) == 0;
}

}  // namespace luft::firmware::esp32

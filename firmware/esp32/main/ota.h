// Where an update comes from and goes to: HTTPS in a task of its own, the two slots of flash,
// SHA-256 by mbedTLS, Ed25519 by libsodium. What may be taken and when, core/update decides.
#pragma once

#include <esp_http_client.h>
#include <esp_ota_ops.h>
#include <freertos/FreeRTOS.h>
#include <freertos/stream_buffer.h>
#include <freertos/task.h>
#include <mbedtls/sha256.h>

#include <array>
#include <atomic>
#include <memory>

#include "firmware/core/update/ports.h"

namespace luft::firmware::esp32 {

class HttpsImage final : public ImageSource {
 public:
  // `ca` is PEM text that outlives it, of the broker's authority; empty: there is none. Servers of
  // that authority and of the public ones are trusted: who may write an image, its signature says.
  explicit HttpsImage(const char* ca);

  bool open(std::string_view url, std::uint32_t offset) override;
  Piece poll(std::span<std::uint8_t> bytes) override;
  void close() override { cancelled_ = true; }

 private:
  static constexpr std::size_t kBufferBytes = 8 * 1'024;
  struct Cleanup {
    void operator()(esp_http_client* client) const { esp_http_client_cleanup(client); }
  };
  using HttpClient = std::unique_ptr<esp_http_client, Cleanup>;

  static void fetch(void* self);
  enum class Trust : std::uint8_t { own_authority, public_authorities };
  // Null when no such server answers.
  [[nodiscard]] HttpClient connect(Trust trust);
  [[nodiscard]] bool fetch_all();

  const char* ca_;
  std::array<char, contract::kMaxUpdateUrlLength + 1> url_{};
  std::uint32_t offset_ = 0;
  std::array<std::uint8_t, kBufferBytes + 1> storage_{};
  StaticStreamBuffer_t buffer_control_{};
  StreamBufferHandle_t buffer_;
  std::atomic<bool> running_{false};
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> failed_{false};
};

class OtaSlots final : public ImageSlots {
 public:
  OtaSlots() : other_(esp_ota_get_next_update_partition(nullptr)) {}

  [[nodiscard]] std::uint32_t capacity_bytes() const { return other_->size; }
  bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) override;
  bool read(std::uint32_t at, std::span<std::uint8_t> bytes) override;
  bool try_other() override;
  bool other_was_given_up() const override;
  Running running() const override;
  void confirm() override;

 private:
  const esp_partition_t* other_;
};

class MbedtlsSha256 final : public Sha256 {
 public:
  MbedtlsSha256() { mbedtls_sha256_init(&state_); }
  ~MbedtlsSha256() override { mbedtls_sha256_free(&state_); }
  MbedtlsSha256(const MbedtlsSha256&) = delete;
  MbedtlsSha256& operator=(const MbedtlsSha256&) = delete;
  void begin() override;
  void add(std::span<const std::uint8_t> bytes) override;
  std::array<std::uint8_t, 32> end() override;

 private:
  mbedtls_sha256_context state_{};
};

class SodiumVerifier final : public SignatureVerifier {
 public:
  // False while update_key.h holds no key: then no update is taken.
  [[nodiscard]] static bool has_key();
  bool is_signed(std::span<const std::uint8_t> message,
                 std::span<const std::uint8_t, 64> signature) const override;
};

}  // namespace luft::firmware::esp32

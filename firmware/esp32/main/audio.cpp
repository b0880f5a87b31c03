#include "firmware/esp32/main/audio.h"

#include <esp_check.h>
#include <esp_heap_caps.h>

#include "firmware/esp32/main/config.h"

namespace luft::firmware::esp32 {
namespace {

constexpr UBaseType_t kPriority = 8;  // above the device's loop: it only moves samples
// A clip must leave this much for TLS to renew its connection.
constexpr std::size_t kLeftForOthers = 40 * 1'024;

}  // namespace

I2sMicrophone::I2sMicrophone() {
  i2s_chan_config_t channel = I2S_CHANNEL_DEFAULT_CONFIG(I2S_NUM_AUTO, I2S_ROLE_MASTER);
  ESP_ERROR_CHECK(i2s_new_channel(&channel, nullptr, &channel_));
  i2s_std_config_t config{};
  config.clk_cfg = I2S_STD_CLK_DEFAULT_CONFIG(kSoundRateHz);
  config.slot_cfg =
      I2S_STD_PHILIPS_SLOT_DEFAULT_CONFIG(I2S_DATA_BIT_WIDTH_32BIT, I2S_SLOT_MODE_MONO);
  config.gpio_cfg.mclk = I2S_GPIO_UNUSED;
  config.gpio_cfg.bclk = kPins.sound_clock;
  config.gpio_cfg.ws = kPins.sound_word_select;
  config.gpio_cfg.dout = I2S_GPIO_UNUSED;
  config.gpio_cfg.din = kPins.sound_data;
  ESP_ERROR_CHECK(i2s_channel_init_std_mode(channel_, &config));
  ESP_ERROR_CHECK(i2s_channel_enable(channel_));
  buffer_ = xStreamBufferCreateStatic(storage_.size(), 1, storage_.data(), &buffer_control_);
  xTaskCreate(listen, "microphone", kStackBytes, this, kPriority, &task_);
}

void I2sMicrophone::listen(void* self) {
  auto& microphone = *static_cast<I2sMicrophone*>(self);
  for (;;) {
    std::size_t bytes = 0;
    const esp_err_t got = i2s_channel_read(microphone.channel_, microphone.wide_.data(),
                                           sizeof microphone.wide_, &bytes, portMAX_DELAY);
    if (got != ESP_OK) continue;
    const std::size_t count = bytes / sizeof(std::int32_t);
    const auto narrow = std::span{microphone.narrow_}.first(count);
    microphone.narrowing_.narrow(std::span{microphone.wide_}.first(count), narrow);
    // When nobody reads, the newest are lost: the level is of what was heard.
    xStreamBufferSend(microphone.buffer_, narrow.data(), narrow.size_bytes(), 0);
  }
}

std::size_t I2sMicrophone::read(std::span<std::int16_t> samples) {
  return xStreamBufferReceive(buffer_, samples.data(), samples.size_bytes(), 0) /
         sizeof(std::int16_t);
}

std::span<std::int16_t> HeapClipMemory::lend(std::size_t samples) {
  const std::size_t bytes = samples * sizeof(std::int16_t);
  if (heap_caps_get_free_size(MALLOC_CAP_8BIT) < bytes + kLeftForOthers) return {};
  auto* memory = static_cast<std::int16_t*>(heap_caps_malloc(bytes, MALLOC_CAP_8BIT));
  return memory != nullptr ? std::span{memory, samples} : std::span<std::int16_t>{};
}

void HeapClipMemory::give_back(std::span<std::int16_t> samples) {
  heap_caps_free(samples.data());
}

}  // namespace luft::firmware::esp32

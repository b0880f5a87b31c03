// The INMP441 on I2S, in a task of its own; and the memory for clips. While a sector of flash is
// erased (45 ms, seldom longer) no task runs: the driver's interrupt, which lies in RAM, keeps what
// comes in 75 ms.
#pragma once

#include <driver/i2s_std.h>
#include <freertos/FreeRTOS.h>
#include <freertos/stream_buffer.h>
#include <freertos/task.h>

#include <array>

#include "firmware/core/ports.h"
#include "sound/narrowing.h"

namespace luft::firmware::esp32 {

class I2sMicrophone final : public PcmSource {
 public:
  I2sMicrophone();  // listens from now on

  std::size_t read(std::span<std::int16_t> samples) override;
  [[nodiscard]] TaskHandle_t task() const { return task_; }

 private:
  static constexpr std::size_t kAtOnce = 256;             // 16 ms
  static constexpr std::size_t kBufferBytes = 2 * 8'000;  // half a second
  static constexpr std::uint32_t kStackBytes = 3'072;

  static void listen(void* self);

  i2s_chan_handle_t channel_ = nullptr;
  sound::Narrowing narrowing_;
  std::array<std::int32_t, kAtOnce> wide_{};
  std::array<std::int16_t, kAtOnce> narrow_{};
  // FreeRTOS keeps one byte free. What fits must be whole samples: of half a one that was lost, all
  // that follows would be noise.
  std::array<std::uint8_t, kBufferBytes + 1> storage_{};
  static_assert(kBufferBytes % sizeof(std::int16_t) == 0);
  StaticStreamBuffer_t buffer_control_{};
  StreamBufferHandle_t buffer_ = nullptr;
  TaskHandle_t task_ = nullptr;
};

// From the heap, while a clip is recorded and sent.
class HeapClipMemory final : public ClipMemory {
 public:
  std::span<std::int16_t> lend(std::size_t samples) override;
  void give_back(std::span<std::int16_t> samples) override;
};

}  // namespace luft::firmware::esp32

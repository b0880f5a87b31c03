// A mutex of FreeRTOS, held while this lives.
#pragma once

#include <freertos/FreeRTOS.h>
#include <freertos/semphr.h>

namespace luft::firmware::esp32 {

class Lock {
 public:
  explicit Lock(SemaphoreHandle_t mutex, TickType_t wait = portMAX_DELAY)
      : mutex_(mutex), is_held_(xSemaphoreTake(mutex, wait) == pdTRUE) {}
  ~Lock() {
    if (is_held_) xSemaphoreGive(mutex_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  [[nodiscard]] bool is_held() const { return is_held_; }

 private:
  SemaphoreHandle_t mutex_;
  bool is_held_;
};

}  // namespace luft::firmware::esp32

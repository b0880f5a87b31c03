// Rooms as the page shows them: a device each that measures temperature, humidity and sound and has
// a window, all as bare numbers; every device says all three again every two seconds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "bench/connected_client.h"
#include "bench/luft_services.h"

namespace luft::bench {

class RoomDevices {
 public:
  // A temperature that was published, as the page will write it.
  struct Said {
    std::string room;
    std::string text;
    double at_ms = 0;  // Unix
  };

  // Introduces `count` of them and waits until the hub knows all. Throws std::runtime_error when it
  // does not.
  RoomDevices(const LuftServices& services, std::size_t count);

  // They go on until stop(), one after the other, evenly spread.
  void start();
  void stop();
  // What was said since the last call.
  [[nodiscard]] std::vector<Said> said();

 private:
  void speak_again();
  void speak(std::size_t device);

  std::size_t count_;
  std::uint64_t turns_ = 0;  // loop thread only, as `goes_on_`
  bool goes_on_ = false;
  std::mutex mutex_;  // guards said_
  std::vector<Said> said_;
  ConnectedClient client_;  // goes first, as it calls into the rest
};

}  // namespace luft::bench

#include "bench/durable_watch.h"

#include <chrono>
#include <exception>

namespace luft::bench {

namespace {

constexpr std::chrono::milliseconds kAskAgain{20};
constexpr std::chrono::milliseconds kAskAgainWhenBusy{100};

}  // namespace

DurableWatch::DurableWatch(const LuftServices& services)
    : thread_{[this, &services](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          auto pause = kAskAgain;
          try {
            total_ = services.durable();
          } catch (const std::exception&) {
            pause = kAskAgainWhenBusy;
          }
          std::this_thread::sleep_for(pause);
        }
      }} {}

}  // namespace luft::bench

#include "bench/durable_watch.h"

#include <chrono>
#include <exception>

namespace luft::bench {

namespace {

constexpr std::chrono::milliseconds kAskAgain{20};

}  // namespace

DurableWatch::DurableWatch(const LuftServices& services)
    : thread_{[this, &services](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          try {
            total_ = services.durable();
          } catch (const std::exception&) {  // a hub that does not answer has nothing more
          }
          std::this_thread::sleep_for(kAskAgain);
        }
      }} {}

}  // namespace luft::bench

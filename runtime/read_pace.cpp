#include "runtime/read_pace.h"

namespace luft::runtime {

std::chrono::milliseconds ReadPace::on_read(std::size_t packets, SteadyTime now) {
  in_window_ += packets;
  if (const auto passed = now - window_began_; passed >= kWindow) {
    const double allowed = kBusyPerSecond * std::chrono::duration<double>(passed).count();
    busy_ = static_cast<double>(in_window_) > allowed;
    in_window_ = 0;
    window_began_ = now;
  }
  return busy_ ? kRest : std::chrono::milliseconds{0};
}

}  // namespace luft::runtime

#include "bench/counter.h"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "contract/receipt.h"

namespace luft::bench {

void Counter::expect(std::uint64_t count) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (total_ < count) {
    if (std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error{fmt::format("{} of {} came", total_.load(), count)};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
}

std::uint64_t NewlyReceipted::operator()(const runtime::MqttMessage& message) {
  if (!message.topic.starts_with("device/bench-")) return 0;
  const auto receipt = contract::parse_receipt(message.payload);
  if (!receipt) return 0;
  auto& through = through_[std::string{message.topic}];
  const auto more = receipt->through > through ? receipt->through - through : 0;
  through += more;
  return more;
}

}  // namespace luft::bench

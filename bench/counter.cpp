#include "bench/counter.h"

#include "contract/receipt.h"

namespace luft::bench {

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

#include "bench/request_probe.h"

#include "contract/inference.h"

namespace luft::bench {

RequestProbe::RequestProbe(const runtime::MqttSettings& broker)
    : client_{broker,
              "bench-probes",
              {"ml/inference/request/+"},
              [this](const auto& message) { hear(message); }},
      devices_{client_},
      probe_{client_.loop(), [this](std::uint64_t n) { devices_.jump(n); }} {
  client_.loop().post_and_wait([this] { answers_to_ = &probe_; });
}

RequestProbe::~RequestProbe() {
  client_.loop().post_and_wait([this] { answers_to_ = nullptr; });
}

void RequestProbe::hear(const runtime::MqttMessage& message) {
  const auto request = contract::parse_inference_request(message.payload);
  if (!request || !request->as_of || answers_to_ == nullptr) return;
  answers_to_->answered(JumpyDevices::probe_of(*request->as_of));
}

}  // namespace luft::bench

// What arrives on `ml/inference/request/#`: understood, or refused with the reason. Pure.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "contract/device_id.h"
#include "contract/inference.h"
#include "contract/parse_error.h"
#include "runtime/clock.h"

namespace luft::ml {

struct WaitingRequest {
  contract::DeviceId device;  // of the window
  contract::InferenceRequest request;
  runtime::SteadyTime received;
};

// The refusal is the contract's: its kind, and the field (or topic level) it is about.
[[nodiscard]] std::expected<WaitingRequest, contract::ParseError> read_request(
    std::string_view topic, std::string_view payload, runtime::SteadyTime now);

}  // namespace luft::ml

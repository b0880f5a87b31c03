// Topic first, then payload.
#include "ml/request_intake.h"

#include "contract/topics.h"

namespace luft::ml {

std::expected<WaitingRequest, contract::ParseError> read_request(std::string_view topic,
                                                                 std::string_view payload,
                                                                 runtime::SteadyTime now) {
  const auto where = contract::parse_topic(topic);
  if (!where) return std::unexpected(where.error());
  if (where->kind != contract::TopicKind::inference_request) {
    return std::unexpected(
        contract::ParseError{.kind = contract::ParseErrorKind::unknown_topic, .member = {}});
  }
  const auto request = contract::parse_inference_request(payload);
  if (!request) return std::unexpected(request.error());
  return WaitingRequest{.device = where->device, .request = *request, .received = now};
}

}  // namespace luft::ml

// Follows each request to the model: the control that answers it, the movement or refusal that
// follows, and the one row that is written about it once its outcome is known, or after two
// minutes. A request that was not answered in time waits for a late answer as long again, and then
// until the next one is sent. Pure.
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "contract/control.h"
#include "contract/inference.h"
#include "hub/intake/device.h"
#include "store/rows.h"

namespace luft::hub {

class Decisions {
 public:
  // Per window; one more closes the oldest with what is known of it.
  static constexpr std::size_t kMaxOpen = 4;
  static constexpr std::chrono::minutes kOutcomeTimeout{2};

  struct Asked {
    DeviceNumber window = kUnknownDevice;
    contract::DeviceId id;
    contract::InferenceRequest request;  // with a request_id
    std::string payload;                 // as sent
    Cause why;
    std::chrono::milliseconds answer_timeout{5'000};  // then it counts as unanswered
  };
  void on_request(Asked asked, Moment now);

  // The model's answer, with its latency when it answers an open request.
  [[nodiscard]] std::shared_ptr<const Decision> on_control(DeviceNumber window,
                                                           const contract::WindowControl& control,
                                                           Moment now);

  // The window moves, or refuses, because of that decision; or says where it stands.
  void on_movement(DeviceNumber window, const contract::RequestId& request_id);
  void on_refusal(DeviceNumber window, const contract::RequestId& request_id,
                  std::string_view reason);

  // Closes what is due. Returns the rows of all that were closed since the last call.
  struct Closed {
    std::vector<store::PredictionRow> rows;
    std::uint64_t unanswered = 0;  // newly past their answer timeouts
  };
  [[nodiscard]] Closed tick(Moment now);
  // At the end: closes all, as they stand.
  [[nodiscard]] std::vector<store::PredictionRow> close_all();

  // The confidence of a decision that is still open.
  [[nodiscard]] std::optional<double> confidence_of(DeviceNumber window,
                                                    const contract::RequestId& request_id) const;

 private:
  // Of a request, what its row says. Small: there may be one for each window.
  struct Open {
    contract::DeviceId id;
    contract::RequestId request_id;
    double temp_c = 0;
    double humidity_pct = 0;
    std::optional<double> volume_dba;
    std::optional<double> outdoor_temp_c;
    std::optional<double> position_pct;
    std::string payload;
    Cause why;
    std::chrono::milliseconds answer_timeout{};
    Moment sent;
    std::shared_ptr<const Decision> decision;  // null: not answered yet
    bool unanswered = false;                   // in time; counted already
  };
  [[nodiscard]] Open* find(DeviceNumber window, const contract::RequestId& request_id);
  void count_unanswered(std::list<Open>& open, Moment now);
  void take_out(DeviceNumber window, const contract::RequestId& request_id,
                std::string_view outcome, std::string_view reason = {});
  void close(Open&& open, std::string_view outcome, std::string_view reason = {});
  [[nodiscard]] static std::string_view outcome_of(const Open& open);
  [[nodiscard]] static std::chrono::milliseconds patience(const Open& open);

  std::unordered_map<DeviceNumber, std::list<Open>> open_;  // oldest first
  std::vector<store::PredictionRow> closed_;
  std::uint64_t unanswered_ = 0;  // since the last tick
};

}  // namespace luft::hub

#include "hub/intake/decisions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <ranges>
#include <utility>

namespace luft::hub {
namespace {

constexpr double kSamePosition_pct = 1;  // nearer than this a device moves nothing

template <std::size_t Capacity>
std::string to_string(const std::optional<contract::Text<Capacity>>& text) {
  return std::string{text ? text->view() : std::string_view{}};
}

}  // namespace

void Decisions::on_request(Asked asked, Moment now) {
  assert(asked.request.request_id);
  auto& open = open_[asked.window];
  count_unanswered(open, now);
  const auto gave_up = [now](const Open& each) {
    return !each.decision && now.steady - each.sent.steady >= 2 * each.answer_timeout;
  };
  for (Open& each : open | std::views::filter(gave_up)) close(std::move(each), "unanswered");
  std::erase_if(open, gave_up);
  if (open.size() >= kMaxOpen) {
    close(std::move(open.front()), outcome_of(open.front()));
    open.pop_front();
  }
  const contract::InferenceRequest& request = asked.request;
  open.push_back({.id = asked.id,
                  .request_id = *request.request_id,
                  .temp_c = request.temp_c,
                  .humidity_pct = request.humidity_pct,
                  .volume_dba = request.volume_dba,
                  .outdoor_temp_c = request.outdoor_temp_c,
                  .position_pct = request.position_pct,
                  .payload = std::move(asked.payload),
                  .why = asked.why,
                  .answer_timeout = asked.answer_timeout,
                  .sent = now,
                  .decision = nullptr,
                  .unanswered = false});
}

std::shared_ptr<const Decision> Decisions::on_control(DeviceNumber window,
                                                      const contract::WindowControl& control,
                                                      Moment now) {
  Decision decision{.request_id = control.request_id.value_or(contract::RequestId{}),
                    .time = now.wall,
                    .position_pct = control.position_pct,
                    .confidence = control.confidence,
                    .low_pct = control.low_pct,
                    .high_pct = control.high_pct,
                    .reason = to_string(control.reason),
                    .model = to_string(control.model),
                    .latency_ms = {},
                    .temp_c = {},
                    .humidity_pct = {},
                    .volume_dba = {}};
  Open* open = find(window, decision.request_id);
  if (open == nullptr) return std::make_shared<const Decision>(std::move(decision));
  const std::chrono::duration<double, std::milli> latency = now.steady - open->sent.steady;
  decision.time = open->sent.wall;
  decision.latency_ms = latency.count();
  decision.temp_c = open->temp_c;
  decision.humidity_pct = open->humidity_pct;
  decision.volume_dba = open->volume_dba;
  open->decision = std::make_shared<const Decision>(std::move(decision));
  return open->decision;
}

void Decisions::on_movement(DeviceNumber window, const contract::RequestId& request_id) {
  take_out(window, request_id, "moved");
}

void Decisions::on_refusal(DeviceNumber window, const contract::RequestId& request_id,
                           std::string_view reason) {
  take_out(window, request_id, "refused", reason);
}

void Decisions::take_out(DeviceNumber window, const contract::RequestId& request_id,
                         std::string_view outcome, std::string_view reason) {
  const auto of_window = open_.find(window);
  if (of_window == open_.end()) return;
  auto& all = of_window->second;
  const auto found =
      std::ranges::find_if(all, [&](const Open& each) { return each.request_id == request_id; });
  if (found == all.end()) return;
  close(std::move(*found), outcome, reason);
  all.erase(found);
}

Decisions::Closed Decisions::tick(Moment now) {
  Closed result;
  for (auto at = open_.begin(); at != open_.end();) {
    auto& open = at->second;
    count_unanswered(open, now);
    while (!open.empty() && now.steady - open.front().sent.steady >= patience(open.front())) {
      close(std::move(open.front()), outcome_of(open.front()));
      open.pop_front();
    }
    at = open.empty() ? open_.erase(at) : std::next(at);
  }
  result.rows = std::exchange(closed_, {});
  result.unanswered = std::exchange(unanswered_, 0);
  return result;
}

void Decisions::count_unanswered(std::list<Open>& open, Moment now) {
  for (Open& each : open) {
    const auto since = now.steady - each.sent.steady;
    if (each.decision || each.unanswered || since < each.answer_timeout) continue;
    each.unanswered = true;
    ++unanswered_;
  }
}

std::vector<store::PredictionRow> Decisions::close_all() {
  for (auto& [window, open] : open_) {
    for (Open& each : open) close(std::move(each), outcome_of(each));
  }
  open_.clear();
  return std::exchange(closed_, {});
}

std::optional<double> Decisions::confidence_of(DeviceNumber window,
                                               const contract::RequestId& request_id) const {
  const Open* open = const_cast<Decisions*>(this)->find(window, request_id);
  if (open == nullptr || !open->decision) return std::nullopt;
  return open->decision->confidence;
}

Decisions::Open* Decisions::find(DeviceNumber window, const contract::RequestId& request_id) {
  const auto at = open_.find(window);
  if (at == open_.end()) return nullptr;
  const auto found = std::ranges::find_if(
      at->second, [&](const Open& each) { return each.request_id == request_id; });
  return found == at->second.end() ? nullptr : &*found;
}

// An answer may be waited for longer than an outcome.
std::chrono::milliseconds Decisions::patience(const Open& open) {
  return std::max<std::chrono::milliseconds>(kOutcomeTimeout, open.answer_timeout);
}

std::string_view Decisions::outcome_of(const Open& open) {
  if (!open.decision) return "unanswered";
  const auto stood = open.position_pct;
  const bool was_there =
      stood && std::abs(*stood - open.decision->position_pct) < kSamePosition_pct;
  return was_there ? "unmoved" : "no_effect";
}

void Decisions::close(Open&& open, std::string_view outcome, std::string_view reason) {
  store::PredictionRow row;
  row.time = open.sent.wall;
  row.device = open.id.view();
  row.request_id = open.request_id.view();
  row.temp = open.temp_c;
  row.humidity = open.humidity_pct;
  row.volume = open.volume_dba;
  row.outdoor_temp = open.outdoor_temp_c;
  row.position_before = open.position_pct;
  if (open.decision) {
    row.position = open.decision->position_pct;
    row.low = open.decision->low_pct;
    row.high = open.decision->high_pct;
    row.confidence = open.decision->confidence;
    row.model = open.decision->model;
    row.latency_ms = open.decision->latency_ms;
    row.reason = open.decision->reason;
  }
  row.trigger = text(open.why);
  row.outcome = outcome;
  if (!reason.empty()) {
    row.outcome += ": ";
    row.outcome += reason;
  }
  row.request = std::move(open.payload);
  closed_.push_back(std::move(row));
}

}  // namespace luft::hub

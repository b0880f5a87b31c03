#include "hub/service_metrics.h"

#include <fmt/format.h>

#include <utility>

namespace luft::hub {
namespace {

using runtime::HealthState;

store::ServiceMetricRow metric_row(std::string name, SystemTime now) {
  store::ServiceMetricRow row;
  row.time = now;
  row.service = "hub";
  row.name = std::move(name);
  return row;
}

bool is_counter(const std::string& name) {
  return name.ends_with("_total") || name.ends_with("_count");
}

std::string identity_of(const runtime::MetricSample& sample) {
  std::string identity = sample.name;
  for (const auto& [label, value] : sample.labels)
    identity += fmt::format("\n{}\n{}", label, value);
  return identity;
}

double severity(HealthState state) {
  return state == HealthState::ok ? 0 : state == HealthState::degraded ? 1 : 2;
}

std::string_view level(HealthState state) {
  return state == HealthState::ok ? "info" : state == HealthState::degraded ? "warning" : "alarm";
}

}  // namespace

void ServiceMetrics::add(std::span<const runtime::MetricSample> samples,
                         std::span<const runtime::HealthPart> parts, SystemTime now, Rows& rows) {
  for (const runtime::MetricSample& sample : samples) {
    store::ServiceMetricRow row = metric_row(sample.name, now);
    for (const auto& [label, value] : sample.labels) row.labels[label] = value;
    row.value = sample.value;
    if (is_counter(sample.name)) {
      row.value -= std::exchange(counted_[identity_of(sample)], sample.value);
    }
    rows.add(row);
  }
  for (const runtime::HealthPart& part : parts) add_part(part, now, rows);
}

void ServiceMetrics::add_part(const runtime::HealthPart& part, SystemTime now, Rows& rows) {
  store::ServiceMetricRow row = metric_row("luft_health", now);
  row.labels["part"] = part.name;
  row.value = severity(part.state);
  rows.add(row);
  const auto [known, is_new] = states_.try_emplace(part.name, part.state);
  if (is_new || known->second == part.state) return;
  known->second = part.state;
  store::ServiceEventRow event;
  event.time = now;
  event.service = "hub";
  event.level = level(part.state);
  event.event = "health";
  event.message = fmt::format("{} is {}{}{}", part.name, runtime::name(part.state),
                              part.detail.empty() ? "" : ": ", part.detail);
  rows.add(event);
}

}  // namespace luft::hub

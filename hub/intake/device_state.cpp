#include "hub/intake/device_state.h"

#include <array>
#include <cmath>
#include <type_traits>

#include "contract/limits.h"
#include "hub/bytes.h"

namespace luft::hub {
namespace {

// 1 had nothing that people said, and no configuration.
constexpr std::uint8_t kVersion = 2;
constexpr std::uint8_t kOldestVersion = 1;
// 139 years: as far as differences of times can be told in the steady clock's nanoseconds.
constexpr std::chrono::milliseconds kFarthest{std::int64_t{1} << 42};
constexpr double kLargestSetting = 1e9;  // more than any row of `trigger` allows
constexpr auto kLastCause = contract::MoveCause::calibration;
constexpr unsigned kActive = 1;  // in the byte of flags
constexpr unsigned kRecorded = 2;
constexpr unsigned kRemoved = 4;

void put(std::string& out, SystemTime time) {
  append(out, time.time_since_epoch().count());
}
void put(std::string& out, std::string_view text) {
  append(out, static_cast<std::uint16_t>(text.size()));
  out += text;
}
void put(std::string& out, std::optional<bool> value) {
  append(out, static_cast<std::uint8_t>(value ? (*value ? 1 : 0) : 2));
}
template <class T>
  requires std::is_arithmetic_v<T>
void put(std::string& out, const std::optional<T>& value) {
  append(out, static_cast<std::uint8_t>(value.has_value()));
  append(out, value.value_or(T{}));
}

// Takes values off the front; once something is missing, everything is, and `ok` is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
  T number() {
    const auto value = take<T>(bytes_);
    ok = ok && value.has_value();
    if constexpr (std::is_floating_point_v<T>) ok = ok && std::isfinite(*value);
    return ok ? *value : T{};
  }
  SystemTime time() {
    const std::chrono::milliseconds since_1970{number<std::chrono::milliseconds::rep>()};
    if (since_1970 < -kFarthest || since_1970 > kFarthest) ok = false;
    return ok ? SystemTime{since_1970} : SystemTime{};
  }
  std::string_view text() {
    const auto length = number<std::uint16_t>();
    if (length > bytes_.size()) ok = false;
    if (!ok) return {};
    const auto value = bytes_.substr(0, length);
    bytes_.remove_prefix(length);
    return value;
  }
  std::optional<bool> maybe() {
    const auto value = number<std::uint8_t>();
    if (value == 2) return std::nullopt;
    return value == 1;
  }
  template <class T>
  std::optional<T> optional() {
    const bool there = number<std::uint8_t>() != 0;
    const T value = number<T>();
    return there ? std::optional{value} : std::nullopt;
  }

  bool ok = true;

 private:
  std::string_view bytes_;
};

void write_window(std::string& out, const Window& window) {
  const contract::WindowState& state = window.state;
  put(out, window.time);
  append(out, state.position_pct);
  append(out, state.target_pct);
  append(out, static_cast<std::uint8_t>(state.moving));
  append(out, static_cast<std::uint8_t>(state.cause));
  put(out, state.request_id ? state.request_id->view() : std::string_view{});
  put(out, state.hold_s);
  put(out, state.reason ? state.reason->view() : std::string_view{});
}

Window read_window(Reader& in) {
  Window window;
  window.time = in.time();
  contract::WindowState& state = window.state;
  state.position_pct = in.number<double>();
  state.target_pct = in.number<double>();
  state.moving = in.number<std::uint8_t>() != 0;
  const auto cause = in.number<std::uint8_t>();
  if (cause > static_cast<std::uint8_t>(kLastCause)) in.ok = false;
  state.cause = in.ok ? static_cast<contract::MoveCause>(cause) : contract::MoveCause{};
  if (const auto id = in.text(); !id.empty()) state.request_id = contract::RequestId::cut(id);
  state.hold_s = in.optional<std::uint32_t>();
  if (const auto reason = in.text(); !reason.empty()) {
    state.reason = contract::Text<contract::kMaxReasonLength>::cut(reason);
  }
  return window;
}

void put_text(std::string& out, const std::optional<std::string>& text) {
  append(out, static_cast<std::uint8_t>(text.has_value()));
  put(out, std::string_view{text ? *text : std::string{}});
}

void write_metadata(std::string& out, const Metadata& said) {
  put_text(out, said.name);
  put_text(out, said.room);
  append(out, static_cast<std::uint8_t>(said.role ? static_cast<int>(*said.role) + 1 : 0));
  append(out, static_cast<std::uint16_t>(said.labels.size()));
  for (const auto& [label, value] : said.labels) {
    put(out, std::string_view{label});
    put(out, std::string_view{value});
  }
  append(out, static_cast<std::uint8_t>(said.trigger.values.size()));
  for (const auto& value : said.trigger.values) put(out, value);
}

std::optional<std::string> read_text(Reader& in) {
  const bool there = in.number<std::uint8_t>() != 0;
  const std::string text{in.text()};
  return there ? std::optional{text} : std::nullopt;
}

Metadata read_metadata(Reader& in) {
  Metadata said;
  said.name = read_text(in);
  said.room = read_text(in);
  const auto role = in.number<std::uint8_t>();
  if (role > 0) said.role = static_cast<Role>(role - 1);
  for (auto labels = in.number<std::uint16_t>(); in.ok && labels > 0; --labels) {
    const std::string label{in.text()};
    said.labels[label] = in.text();
  }
  const auto values = in.number<std::uint8_t>();
  if (values > said.trigger.values.size() || role > 2) in.ok = false;
  for (std::size_t i = 0; in.ok && i < values; ++i) {
    const auto value = in.optional<double>();
    if (value && std::abs(*value) > kLargestSetting) in.ok = false;
    said.trigger.values[i] = value;
  }
  return said;
}

// As on the wire: that form is stable.
void write_configuration(std::string& out, const Configuration& configuration) {
  std::array<char, contract::kMaxMessageBytes> buffer;
  put(out, contract::write_device_config(configuration.desired, buffer));
  append(out, static_cast<std::uint8_t>(configuration.reported.has_value()));
  if (configuration.reported) {
    put(out, contract::write_reported_config(*configuration.reported, buffer));
  }
}

Configuration read_configuration(Reader& in) {
  Configuration configuration;
  const auto desired = contract::parse_device_config(in.text());
  if (desired) configuration.desired = *desired;
  in.ok = in.ok && desired.has_value();
  if (in.number<std::uint8_t>() == 0) return configuration;
  const auto reported = contract::parse_reported_config(in.text());
  if (reported) configuration.reported = *reported;
  in.ok = in.ok && reported.has_value();
  return configuration;
}

}  // namespace

std::string write_device_state(const Device& device, const std::optional<KeptAsking>& asked) {
  std::string out;
  append(out, kVersion);
  put(out, device.last_seen);
  put(out, device.online);
  put(out, device.has_window);
  append(out, static_cast<std::uint8_t>((device.active ? kActive : 0) |
                                        (device.recorded ? kRecorded : 0) |
                                        (device.removed ? kRemoved : 0)));
  put(out, device.firmware());
  append(out, device.sensors);
  for (const contract::MetricInfo& each : contract::all_metrics()) {
    const LatestReading latest = device.readings.of(each.metric);
    append(out, latest.value);
    put(out, latest.time);
  }
  append(out, static_cast<std::uint8_t>(device.newest.has_value()));
  const auto newest = device.newest.value_or(contract::ReadingRef{});
  append(out, newest.boot);
  append(out, newest.seq);
  append(out, static_cast<std::uint8_t>(device.window != nullptr));
  if (device.window) write_window(out, *device.window);
  append(out, static_cast<std::uint8_t>(asked.has_value()));
  if (asked) {
    put(out, asked->at);
    for (std::size_t i = 0; i < contract::kMetricCount; ++i) {
      put(out, i < asked->values.size() ? asked->values[i] : std::nullopt);
    }
  }
  append(out, static_cast<std::uint8_t>(device.said != nullptr));
  if (device.said) write_metadata(out, *device.said);
  append(out, static_cast<std::uint8_t>(device.configuration != nullptr));
  if (device.configuration) write_configuration(out, *device.configuration);
  return out;
}

bool read_device_state(std::string_view bytes, Device& device, std::optional<KeptAsking>& asked) {
  Reader in{bytes};
  const auto version = in.number<std::uint8_t>();
  if (version < kOldestVersion || version > kVersion) return false;
  device.last_seen = in.time();
  device.online = in.maybe();
  device.has_window = in.maybe();
  const auto flags = in.number<std::uint8_t>();
  device.active = (flags & kActive) != 0;
  device.recorded = (flags & kRecorded) != 0;
  device.removed = (flags & kRemoved) != 0;
  if (std::string firmware{in.text()}; !firmware.empty()) {
    device.build =
        std::make_shared<const Build>(Build{.firmware = std::move(firmware), .chip = {}});
  }
  device.sensors = in.number<std::uint16_t>();
  for (const contract::MetricInfo& each : contract::all_metrics()) {
    LatestReading latest;
    latest.value = in.number<double>();
    latest.time = in.time();
    if (latest.time != SystemTime{}) device.readings.put(each.metric, latest);
  }
  const bool has_newest = in.number<std::uint8_t>() != 0;
  contract::ReadingRef newest;
  newest.boot = in.number<std::uint64_t>();
  newest.seq = in.number<std::uint64_t>();
  if (has_newest) device.newest = newest;
  if (in.number<std::uint8_t>() != 0) {
    device.window = std::make_shared<const Window>(read_window(in));
  }
  if (in.number<std::uint8_t>() != 0) {
    asked.emplace();
    asked->at = in.time();
    for (std::size_t i = 0; i < contract::kMetricCount; ++i) {
      const auto value = in.optional<double>();
      if (i < asked->values.size()) asked->values[i] = value;
    }
  }
  if (version == kOldestVersion) return in.ok;
  if (in.number<std::uint8_t>() != 0) {
    device.said = std::make_shared<const Metadata>(read_metadata(in));
  }
  if (in.number<std::uint8_t>() != 0) {
    device.configuration = std::make_shared<const Configuration>(read_configuration(in));
  }
  return in.ok;
}

}  // namespace luft::hub

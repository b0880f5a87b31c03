#include "hub/intake/device_state.h"

#include "hub/bytes.h"

namespace luft::hub {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr unsigned kActive = 1;  // in the byte of flags
constexpr unsigned kRecorded = 2;

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
    return value.value_or(T{});
  }
  SystemTime time() {
    return SystemTime{std::chrono::milliseconds{number<std::chrono::milliseconds::rep>()}};
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
  state.cause = static_cast<contract::MoveCause>(in.number<std::uint8_t>());
  if (const auto id = in.text(); !id.empty()) state.request_id = contract::RequestId::cut(id);
  state.hold_s = in.optional<std::uint32_t>();
  if (const auto reason = in.text(); !reason.empty()) {
    state.reason = contract::Text<contract::kMaxReasonLength>::cut(reason);
  }
  return window;
}

}  // namespace

std::string write_device_state(const Device& device, const std::optional<KeptAsking>& asked) {
  std::string out;
  append(out, kVersion);
  put(out, device.last_seen);
  put(out, device.online);
  put(out, device.has_window);
  append(out, static_cast<std::uint8_t>((device.active ? kActive : 0) |
                                        (device.recorded ? kRecorded : 0)));
  put(out, device.firmware);
  append(out, device.sensors);
  for (const LatestReading& latest : device.readings) {
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
    for (const auto& value : asked->values) put(out, value);
  }
  return out;
}

bool read_device_state(std::string_view bytes, Device& device, std::optional<KeptAsking>& asked) {
  Reader in{bytes};
  if (in.number<std::uint8_t>() != kVersion) return false;
  device.last_seen = in.time();
  device.online = in.maybe();
  device.has_window = in.maybe();
  const auto flags = in.number<std::uint8_t>();
  device.active = (flags & kActive) != 0;
  device.recorded = (flags & kRecorded) != 0;
  device.firmware = in.text();
  device.sensors = in.number<std::uint16_t>();
  for (LatestReading& latest : device.readings) {
    latest.value = in.number<double>();
    latest.time = in.time();
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
    for (auto& value : asked->values) value = in.optional<double>();
  }
  return in.ok;
}

}  // namespace luft::hub

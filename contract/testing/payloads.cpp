#include "contract/testing/payloads.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "contract/audio.h"
#include "contract/batch.h"
#include "contract/control.h"
#include "contract/device.h"
#include "contract/device_config.h"
#include "contract/home_assistant.h"
#include "contract/inference.h"
#include "contract/model_command.h"
#include "contract/reading.h"
#include "contract/receipt.h"
#include "contract/shadow_decision.h"
#include "contract/update.h"
#include "contract/window.h"

namespace luft::contract::testing {
namespace {

using Rewritten = std::expected<std::string, ParseError>;

void require(bool equal, std::string_view written) {
  if (equal) return;
  std::fprintf(stderr, "does not read back equal: %.*s\n", static_cast<int>(written.size()),
               written.data());
  std::abort();
}

template <auto Parse, auto Write>
Rewritten rewrite(std::string_view text) {
  const auto value = Parse(text);
  if (!value) return std::unexpected(value.error());
  std::array<char, kMaxMessageBytes> buffer{};
  const std::string_view written = Write(*value, buffer);
  const auto again = Parse(written);
  require(again.has_value() && *again == *value, written);
  return std::string(written);
}

template <Metric metric>
std::expected<Reading, ParseError> parse_reading_of(std::string_view text) {
  return parse_reading(metric, text);
}

std::string_view write_short_reading(const Reading& reading, std::span<char> buffer) {
  return write_reading(reading, buffer.first(kMaxReadingBytes));
}

template <Metric metric>
Rewritten rewrite_reading(std::string_view text) {
  return rewrite<parse_reading_of<metric>, write_short_reading>(text);
}

std::string_view write_presence(Presence presence, std::span<char> /*buffer*/) {
  return name(presence);
}

bool same(const Batch& a, const Batch& b) {
  return a.boot == b.boot && a.now_ms == b.now_ms && a.oldest == b.oldest &&
         std::equal(a.readings().begin(), a.readings().end(), b.readings().begin(),
                    b.readings().end());
}

// Refused entries are not written again, so one with nothing else has no other form.
Rewritten rewrite_batch(std::string_view text) {
  const auto batch = std::make_unique<Batch>();
  if (const auto parsed = parse_batch(text, *batch); !parsed) {
    return std::unexpected(parsed.error());
  }
  if (batch->entry_count == 0) return "all entries refused";
  std::vector<char> buffer(4 * kMaxBatchBytes);  // 1e5 is written as 100000
  const auto [written, count] = write_batch(*batch, buffer);
  const auto again = std::make_unique<Batch>();
  require(count == batch->entry_count, written);
  require(written.size() > kMaxBatchBytes ||
              (parse_batch(written, *again).has_value() && same(*batch, *again)),
          written);
  return std::string(written);
}

bool same(const AudioPart& a, const AudioPart& b) {
  return a.rate_hz == b.rate_hz && a.format == b.format && a.boot == b.boot && a.clip == b.clip &&
         a.part == b.part && a.parts == b.parts && a.data == b.data;
}

Rewritten rewrite_audio(std::string_view text) {
  const auto part = parse_audio(text);
  if (!part) return std::unexpected(part.error());
  std::vector<char> buffer(2 * part->data.size() + 256);
  const std::string_view written = write_audio(*part, buffer);
  const auto again = parse_audio(written);
  require(written.size() > kMaxAudioBytes || (again && same(*part, *again)), written);
  return std::string(written);
}

constexpr Payload kPayloads[] = {
    {"reading.temperature", rewrite_reading<Metric::temperature>},
    {"reading.sound_volume", rewrite_reading<Metric::sound_volume>},
    {"reading.rssi", rewrite_reading<Metric::rssi>},
    {"audio", rewrite_audio},
    {"batch", rewrite_batch},
    {"inference_request", rewrite<parse_inference_request, write_inference_request>},
    {"window_control", rewrite<parse_window_control, write_window_control>},
    {"window_set", rewrite<parse_window_set, write_window_set>},
    {"window_state", rewrite<parse_window_state, write_window_state>},
    {"device_status", rewrite<parse_presence, write_presence>},
    {"device_info", rewrite<parse_device_info, write_device_info>},
    {"device_event", rewrite<parse_device_event, write_device_event>},
    {"config_desired", rewrite<parse_device_config, write_device_config>},
    {"config_reported", rewrite<parse_reported_config, write_reported_config>},
    {"device_command", rewrite<parse_device_command, write_device_command>},
    {"device_command.update", rewrite<parse_update_offer, write_update_offer>},
    {"device_receipt", rewrite<parse_receipt, write_receipt>},
    {"ml_command", rewrite<parse_model_command, write_model_command>},
    {"shadow_decision", rewrite<parse_shadow_decision, write_shadow_decision>},
    {"home_assistant_set", rewrite<parse_home_assistant_set, write_home_assistant_set>},
};

}  // namespace

std::span<const Payload> all_payloads() {
  return kPayloads;
}

const Payload& payload_named(std::string_view name) {
  for (const Payload& payload : kPayloads) {
    if (payload.name == name) return payload;
  }
  std::fprintf(stderr, "no payload is called %.*s\n", static_cast<int>(name.size()), name.data());
  std::abort();
}

}  // namespace luft::contract::testing

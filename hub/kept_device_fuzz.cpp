// A device as the journal kept it, rotted: it is refused, or the hub can show it, keep it again and
// hear from it. Input: u16 length of the state, the state, the receipts.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "contract/testing/conversation.h"
#include "hub/api/device_changes.h"
#include "hub/api/json.h"
#include "hub/bytes.h"
#include "hub/intake/intake.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

constexpr Moment kNow{.wall = SystemTime{1'800'000'000'000ms}, .steady = SteadyTime{10h}};

Intake new_intake() {
  return Intake{{}, runtime::UuidMaker{[] { return std::uint64_t{1}; }}};
}

DeviceRecord kept_of(Intake& intake) {
  Outcome outcome;
  (void)intake.registry().change(1);
  intake.complete(kNow, outcome);
  return outcome.journal.devices.front();
}

void hear(Intake& intake) {
  Outcome outcome;
  for (const char* const payload :
       {"21.5", R"({"value":21.5,"boot":1,"seq":9,"up_ms":900,"now_ms":900,"oldest":[1,1]})"}) {
    Message message{.topic = contract::parse_topic("sensor/kitchen/temperature"),
                    .unknown_topic = {},
                    .payload = payload,
                    .received = kNow};
    intake.take(message, Admission::open, outcome);
  }
  intake.tick(kNow + 1min, outcome);
}

}  // namespace
}  // namespace luft::hub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::hub;
  std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const std::size_t length = take<std::uint16_t>(bytes).value_or(0);
  DeviceRecord record{.number = 1,
                      .id = luft::contract::DeviceId::cut("kitchen"),
                      .first_seen = kNow.wall - 1h,
                      .counts = {},
                      .state = std::string{bytes.substr(0, length)},
                      .receipts = std::string{bytes.substr(std::min(length, bytes.size()))}};
  Intake intake = new_intake();
  const bool whole = intake.restore(record, kNow);
  const Device& device = intake.registry()[1];
  assert(nlohmann::json::accept(api::device_json(device)));
  assert(nlohmann::json::accept(api::config_json(device)));
  const DeviceRecord kept = kept_of(intake);
  Intake again = new_intake();
  assert(again.restore(kept, kNow));
  const DeviceRecord kept_again = kept_of(again);
  assert(!whole || (kept_again.state == kept.state && kept_again.receipts == kept.receipts));
  hear(intake);
  return 0;
}

// Whatever the broker brings: each device's counts add up, the rows for the journal come back from
// their blob, the devices come back from what is kept of them, and all that the hub says is
// understood. Input: contract/testing/conversation.h.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "contract/testing/conversation.h"
#include "contract/testing/understood.h"
#include "hub/intake/intake.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

class Hub {
 public:
  void hear(std::string_view topic, std::string_view payload, contract::Retain retained) {
    Message message{.topic = contract::parse_topic(topic),
                    .unknown_topic = {},
                    .payload = std::string{payload},
                    .retained = retained,
                    .received = now_};
    if (!message.topic) message.unknown_topic = topic;
    intake_.take(message, Admission::open, outcome_);
  }
  void pass(std::chrono::seconds time) {
    now_ = now_ + time;
    intake_.tick(now_, outcome_);
  }
  // A person has settings for each device, whatever it said of its own.
  void configure_all() {
    std::vector<contract::DeviceId> ids;
    for (const Device& each : intake_.registry().all()) {
      if (each.is_shown()) ids.push_back(each.id);
    }
    for (const contract::DeviceId& id : ids) {
      const auto done =
          intake_.take(Order{.device = id, .change = contract::DeviceConfig{}}, now_, outcome_);
      assert(done);
    }
  }
  void check() {
    for (const Device& each : intake_.registry().all()) {
      const Counts& counts = each.counts;
      assert(counts.received ==
             counts.accepted + counts.duplicate + counts.quarantined + counts.dropped);
    }
    for (const Publication& said : outcome_.publications) {
      const auto topic = contract::parse_topic(said.topic.view());
      assert(!topic || contract::testing::is_understood(*topic, said.payload));
    }
    Rows back;
    const std::string blob = outcome_.journal.rows.to_blob();
    assert(back.add_blob(blob) && back.to_blob() == blob);
    intake_.complete(now_, outcome_);
    Intake restarted{{}, runtime::UuidMaker{[] { return std::uint64_t{1}; }}};
    for (const DeviceRecord& record : outcome_.journal.devices) {
      assert(record.number == kUnknownDevice || restarted.restore(record, now_));
    }
  }

 private:
  std::uint64_t random_ = 0;
  Intake intake_{{}, runtime::UuidMaker{[this] { return ++random_ * 0x9E3779B97F4A7C15ULL; }}};
  Outcome outcome_;
  Moment now_{.wall = SystemTime{1'800'000'000'000ms}, .steady = SteadyTime{10h}};
};

}  // namespace
}  // namespace luft::hub

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  luft::hub::Hub hub;
  luft::contract::testing::converse(
      {reinterpret_cast<const char*>(data), size},
      [&](auto topic, auto payload, auto retained) { hub.hear(topic, payload, retained); },
      [&](auto time) { hub.pass(time); });
  hub.configure_all();
  hub.check();
  return 0;
}

#include "firmware/core/smoke_contact.h"

#include <gtest/gtest.h>

namespace luft::firmware {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(SmokeContact, CountsOnceItIsSteadyAndNotWhenAWireCatchesNoise) {
  SmokeContact contact;
  for (Uptime now{}; now < seconds{10}; now += milliseconds{10}) {
    contact.on_tick(
        now % milliseconds{100} < milliseconds{40} ? SmokeInput::alarm : SmokeInput::clear, now);
    ASSERT_EQ(contact.steady(), SmokeInput::clear);
  }
  contact.on_tick(SmokeInput::alarm, seconds{10});
  contact.on_tick(SmokeInput::alarm, milliseconds{10'490});
  EXPECT_EQ(contact.steady(), SmokeInput::clear);
  contact.on_tick(SmokeInput::alarm, milliseconds{10'500});
  EXPECT_EQ(contact.steady(), SmokeInput::alarm);
  contact.on_tick(SmokeInput::clear, seconds{11});
  EXPECT_EQ(contact.steady(), SmokeInput::alarm);
  contact.on_tick(SmokeInput::clear, seconds{12});
  EXPECT_EQ(contact.steady(), SmokeInput::clear);
}

}  // namespace
}  // namespace luft::firmware

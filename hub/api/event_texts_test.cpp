#include "hub/api/event_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::hub::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::shared_ptr<const Device> device(DeviceNumber number, std::string_view id) {
  Device made;
  made.number = number;
  made.id = contract::DeviceId::cut(id);
  return std::make_shared<const Device>(made);
}

class EventTextsTest : public ::testing::Test {
 protected:
  EventTextsTest() {
    first.version = 1;
    first.devices.put_all({device(0, ""), device(1, "kitchen"), device(2, "bath")});
    next = first;
    next.version = 2;
    next.devices.put_all({device(1, "kitchen")});
  }

  Snapshot first;
  Snapshot next;
  EventTexts texts;
};

TEST_F(EventTextsTest, TellOfWhatChangedOnly) {
  const auto text = texts.between(first, next);
  EXPECT_THAT(*text, HasSubstr("event: device\ndata: {\"id\":\"kitchen\""));
  EXPECT_THAT(*text, Not(HasSubstr("bath")));
  EXPECT_TRUE(text->ends_with("}\n\n"));
}

TEST_F(EventTextsTest, AreWrittenOnceForAllThatTakeTheSameStep) {
  EXPECT_EQ(texts.between(first, next), texts.between(first, next));
}

TEST_F(EventTextsTest, HoldAllThatAStreamMissedWhichWasHeldUp) {
  Snapshot last = next;
  last.version = 3;
  last.devices.put_all({device(2, "bath"), device(3, "attic")});
  EXPECT_THAT(*texts.between(next, last), Not(HasSubstr("kitchen")));
  const auto missed = texts.between(first, last);
  for (const auto* id : {"kitchen", "bath", "attic"}) EXPECT_THAT(*missed, HasSubstr(id));
}

TEST_F(EventTextsTest, TellWhichDeviceIsGoneAlsoWhereAnotherHasItsNumber) {
  Device removed = *next.devices[1];
  removed.removed = true;
  next.devices.put_all({std::make_shared<const Device>(removed), device(2, "attic")});
  const auto text = texts.between(first, next);
  EXPECT_THAT(*text, HasSubstr("event: removed\ndata: {\"id\":\"kitchen\"}\n\n"));
  EXPECT_THAT(*text, HasSubstr("event: removed\ndata: {\"id\":\"bath\"}\n\n"));
  EXPECT_THAT(*text, HasSubstr("event: device\ndata: {\"id\":\"attic\""));
}

TEST_F(EventTextsTest, AreEmptyWhereNothingChanged) {
  EXPECT_EQ(*texts.between(first, first), "");
}

}  // namespace
}  // namespace luft::hub::api

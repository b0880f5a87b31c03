#include "firmware/core/setup/form.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace luft::firmware {
namespace {

std::string value(std::string_view body, std::string_view field) {
  std::array<char, 16> buffer{};
  const auto found = form_value(body, field, buffer);
  return found ? std::string{*found} : "error: " + std::string{name(found.error())};
}

TEST(Form, GivesEachFieldAsItWasTyped) {
  EXPECT_EQ(value("a=1&b=two+words&c=%26%3D%2B%C3%A4", "b"), "two words");
  EXPECT_EQ(value("a=1&b=two+words&c=%26%3D%2B%C3%A4", "c"), "&=+ä");
  EXPECT_EQ(value("a=1&b=2", "a"), "1");
  EXPECT_EQ(value("a=1&ab=2", "b"), "") << "no field of that name";
  EXPECT_EQ(value("a&b=2", "a"), "");
  EXPECT_EQ(value("", "a"), "");
  EXPECT_EQ(value("&&=&a=x", "a"), "x");
}

TEST(Form, RefusesWhatNoBrowserSends) {
  for (const char* torn : {"a=%", "a=%2", "a=%zz", "a=x%1"}) {
    EXPECT_EQ(value(torn, "a"), "error: the browser sent something that is no form") << torn;
  }
  EXPECT_EQ(value("a=%00", "a"), "error: holds a character that cannot be typed");
  EXPECT_EQ(value("a=%1B%5B", "a"), "error: holds a character that cannot be typed");
  EXPECT_EQ(value("a=0123456789abcdefg", "a"), "error: is too long");
  EXPECT_EQ(value("a=1&a=2", "a"), "error: was sent twice");
}

TEST(Form, ReadsBackWhatItWrote) {
  const std::string_view hostile = "a b+c&d=e%f\"<>'\xC3\xA4;\n";
  std::array<char, 128> buffer{};
  FormWriter writer(buffer);
  writer.add("x", hostile);
  writer.add("y", "");
  writer.add("z", "end");
  std::array<char, 64> decoded{};
  EXPECT_EQ(form_value(writer.written(), "x", decoded), hostile);
  EXPECT_EQ(form_value(writer.written(), "z", decoded), "end");
}

TEST(Form, WritesNothingRatherThanAPart) {
  std::array<char, 8> buffer{};
  FormWriter writer(buffer);
  writer.add("name", "%%%");
  EXPECT_TRUE(writer.written().empty());
}

}  // namespace
}  // namespace luft::firmware

#include "contract/text.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

#include "contract/device_id.h"
#include "contract/json_writer.h"
#include "contract/utf8.h"

namespace luft::contract {
namespace {

using Short = Text<4>;

TEST(Text, HoldsWhatFitsAndRefusesTheRest) {
  EXPECT_EQ(Short::from("abcd")->view(), "abcd");
  EXPECT_EQ(Short::from("")->view(), "");
  EXPECT_FALSE(Short::from("abcde").has_value());
}

TEST(Text, IsCutAtACharacterNotInsideOne) {
  EXPECT_EQ(Short::cut("abcde").view(), "abcd");
  EXPECT_EQ(Short::cut("abc°").view(), "abc");
  EXPECT_EQ(Short::cut("ab°c").view(), "ab°");
  EXPECT_EQ(Short::cut("€€").view(), "€");
  EXPECT_EQ(Short::cut("\x80\x80\x80\x80\x80").view(), "");
}

TEST(Text, ComparesAndHashesAsItsText) {
  EXPECT_LT(Short::cut("a"), Short::cut("b"));
  EXPECT_LT(Short::cut("a"), Short::cut("aa"));
  std::unordered_set<Short> set{Short::cut("a"), Short::cut("a"), Short::cut("b")};
  EXPECT_EQ(set.size(), 2);
}

TEST(Utf8, KnowsWholeCharacters) {
  EXPECT_EQ(utf8_length("a"), 1);
  EXPECT_EQ(utf8_length("°C"), 2);
  EXPECT_EQ(utf8_length("€"), 3);
  EXPECT_EQ(utf8_length("😀"), 4);
  EXPECT_EQ(utf8_length(""), 0);
}

TEST(Utf8, RefusesWhatRfc3629Refuses) {
  for (const char* text :
       {"\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3", "\xe2\x82", "\xc3(", "\xe2\x82("}) {
    EXPECT_EQ(utf8_length(text), 0) << text;
  }
}

TEST(DeviceId, IsLowerCaseLettersDigitsUnderscoreAndHyphen) {
  for (const char* id : {"a", "0", "kitchen", "room-2_b", "abcdefghijklmnopqrstuvwxyz012345"}) {
    ASSERT_TRUE(parse_device_id(id).has_value()) << id;
    EXPECT_EQ(parse_device_id(id)->view(), id);
  }
  for (const char* id : {"", "-a", "_a", "Kitchen", "a b", "a/b", "a+", "#", "ä", "a.b",
                         "abcdefghijklmnopqrstuvwxyz0123456"}) {
    EXPECT_FALSE(parse_device_id(id).has_value()) << id;
  }
}

std::string written(std::string_view text, std::size_t space = 64) {
  std::string buffer(space, '\0');
  JsonWriter json(buffer);
  json.text(text);
  return std::string(json.written());
}

TEST(JsonWriter, EscapesWhatJsonAsksFor) {
  EXPECT_EQ(written("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(written("a\nb\x1b"), R"("a\nb\u001b")");
  EXPECT_EQ(written(std::string_view("\0", 1)), R"("\u0000")");
  EXPECT_EQ(written("°C €"), "\"°C €\"");
}

TEST(JsonWriter, WritesNoBrokenUtf8) {
  EXPECT_EQ(written("a\xff\xc3"), "\"a??\"");
}

TEST(JsonWriter, KnowsThatItsBufferWasTooSmall) {
  std::array<char, 8> buffer{};
  JsonWriter json(buffer);
  json.text("123456");
  EXPECT_FALSE(json.overflowed());
  json.text("1");
  EXPECT_TRUE(json.overflowed());
  EXPECT_DEATH((void)json.written(), "large");
}

}  // namespace
}  // namespace luft::contract

#include "contract/update.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "contract/limits.h"

namespace luft::contract {
namespace {

std::string offer_with(const std::string& member, const std::string& value) {
  const std::pair<std::string, std::string> members[] = {
      {"command", R"("update")"},
      {"version", R"("1.2.0")"},
      {"chip", R"("esp32c3")"},
      {"url", R"("https://luft.lan/1.2.0.bin")"},
      {"size", "900000"},
      {"sha256", '"' + std::string(64, 'a') + '"'},
      {"signature", '"' + std::string(128, '0') + '"'}};
  std::string text = "{";
  for (const auto& [name, own] : members) {
    const std::string& said = name == member ? value : own;
    if (said.empty()) continue;
    if (text.size() > 1) text += ',';
    text.append("\"").append(name).append("\":").append(said);
  }
  return text + "}";
}

TEST(UpdateOffer, IsWrittenAsItIsRead) {
  const std::string payload = offer_with("", "");
  const auto offer = parse_update_offer(payload);
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->sha256[31], 0xAA);
  EXPECT_EQ(offer->size, 900'000U);
  std::array<char, kMaxMessageBytes> buffer;
  EXPECT_EQ(write_update_offer(*offer, buffer), payload);
}

TEST(UpdateOffer, IsRefusedWithAnythingMissingOrWrong) {
  for (const char* member : {"command", "version", "chip", "url", "size", "sha256", "signature"}) {
    EXPECT_FALSE(parse_update_offer(offer_with(member, ""))) << member;
    EXPECT_FALSE(parse_update_offer(offer_with(member, "null"))) << member;
    EXPECT_FALSE(parse_update_offer(offer_with(member, "[]"))) << member;
    EXPECT_FALSE(parse_update_offer(offer_with(member, R"("")"))) << member;
  }
  EXPECT_FALSE(parse_update_offer(offer_with("command", R"("restart")")));
  EXPECT_FALSE(parse_update_offer(offer_with("url", R"("http://luft.lan/x")"))) << "in the clear";
  EXPECT_FALSE(parse_update_offer(offer_with("size", "0")));
  EXPECT_FALSE(parse_update_offer(offer_with("size", "16777217")));
  EXPECT_FALSE(parse_update_offer(offer_with("sha256", '"' + std::string(62, 'a') + '"')));
  EXPECT_FALSE(parse_update_offer(offer_with("sha256", '"' + std::string(64, 'g') + '"')));
  EXPECT_FALSE(parse_update_offer(offer_with("signature", '"' + std::string(130, '0') + '"')));
}

}  // namespace
}  // namespace luft::contract

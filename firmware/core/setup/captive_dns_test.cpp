#include "firmware/core/setup/captive_dns.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace luft::firmware {
namespace {

constexpr std::array<std::uint8_t, 4> kAddress{192, 168, 4, 1};

std::vector<std::uint8_t> question(std::uint8_t type) {
  std::vector<std::uint8_t> bytes{0xAB, 0xCD, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0};
  for (const std::string label : {"captive", "apple", "com"}) {
    bytes.push_back(static_cast<std::uint8_t>(label.size()));
    bytes.insert(bytes.end(), label.begin(), label.end());
  }
  bytes.insert(bytes.end(), {0, 0, type, 0, 1});
  return bytes;
}

TEST(CaptiveDns, AnswersEveryNameWithTheDevicesAddress) {
  const auto query = question(1);
  std::array<std::uint8_t, kMaxDnsBytes> answer{};
  const std::size_t length = answer_dns(query, kAddress, answer);
  ASSERT_EQ(length, query.size() + 16);
  EXPECT_EQ(answer[0], 0xAB);
  EXPECT_EQ(answer[2] & 0x80, 0x80) << "a response";
  EXPECT_EQ(answer[7], 1) << "with one record";
  EXPECT_TRUE(std::equal(kAddress.begin(), kAddress.end(), answer.begin() + length - 4));
}

TEST(CaptiveDns, SaysThatThereIsNoIpv6AddressSoThatNobodyWaits) {
  const auto query = question(28);
  std::array<std::uint8_t, kMaxDnsBytes> answer{};
  EXPECT_EQ(answer_dns(query, kAddress, answer), query.size());
  EXPECT_EQ(answer[7], 0);
}

TEST(CaptiveDns, AnswersNothingThatIsNoQuestion) {
  std::array<std::uint8_t, kMaxDnsBytes> answer{};
  const auto query = question(1);
  for (std::size_t length = 0; length < query.size(); ++length) {
    EXPECT_EQ(answer_dns(std::span{query}.first(length), kAddress, answer), 0U) << length;
  }
  auto response = query;
  response[2] = 0x81;
  EXPECT_EQ(answer_dns(response, kAddress, answer), 0U);
  auto endless = query;
  endless[12] = 0xC0;  // a pointer, which no question has
  EXPECT_EQ(answer_dns(endless, kAddress, answer), 0U);
  std::vector<std::uint8_t> long_name(kMaxDnsBytes, 1);
  std::copy_n(query.begin(), 12, long_name.begin());
  long_name[507] = 0;
  EXPECT_EQ(answer_dns(long_name, kAddress, answer), 0U) << "no room for the record";
}

}  // namespace
}  // namespace luft::firmware

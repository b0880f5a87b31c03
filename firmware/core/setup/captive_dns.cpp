#include "firmware/core/setup/captive_dns.h"

#include <algorithm>

namespace luft::firmware {
namespace {

// RFC 1035 section 4.1.1: id, flags, and four counts of 16 bits.
constexpr std::size_t kHeader = 12;
constexpr std::size_t kFlags = 2;
constexpr std::size_t kQuestions = 4;
constexpr std::size_t kTypeAndClass = 4;
constexpr std::uint8_t kTypeIpv4 = 1;
constexpr std::uint8_t kClassInternet = 1;
constexpr std::uint8_t kLongestLabel = 63;
constexpr std::size_t kRecord = 16;  // pointer, type, class, time to live, length, address

// Where the first question ends; 0 when it is torn.
std::size_t end_of_question(std::span<const std::uint8_t> query) {
  std::size_t at = kHeader;
  while (at < query.size() && query[at] != 0) {
    if (query[at] > kLongestLabel) return 0;
    at += query[at] + 1U;
  }
  at += 1 + kTypeAndClass;
  return at <= query.size() ? at : 0;
}

}  // namespace

std::size_t answer_dns(std::span<const std::uint8_t> query,
                       const std::array<std::uint8_t, 4>& address,
                       std::span<std::uint8_t, kMaxDnsBytes> answer) {
  if (query.size() < kHeader) return 0;
  const bool is_plain_query = (query[kFlags] & 0xF8U) == 0;  // no response, standard opcode
  if (!is_plain_query || query[kQuestions] != 0 || query[kQuestions + 1] != 1) return 0;
  const std::size_t end = end_of_question(query);
  if (end == 0 || end + kRecord > answer.size()) return 0;

  std::fill(answer.begin(), answer.end(), std::uint8_t{0});
  std::copy_n(query.begin(), end, answer.begin());
  std::fill_n(answer.begin() + kQuestions + 2, 6, std::uint8_t{0});             // the other counts
  answer[kFlags] = static_cast<std::uint8_t>(0x84U | (query[kFlags] & 0x01U));  // authoritative
  answer[kFlags + 1] = 0;
  const bool asks_ipv4 = query[end - 4] == 0 && query[end - 3] == kTypeIpv4 &&
                         query[end - 2] == 0 && query[end - 1] == kClassInternet;
  if (!asks_ipv4) return end;
  answer[kQuestions + 3] = 1;
  const std::array<std::uint8_t, kRecord> record{
      0xC0, kHeader,          0, kTypeIpv4, 0,          kClassInternet, 0,          0,
      0,    0 /* no cache */, 0, 4,         address[0], address[1],     address[2], address[3]};
  std::copy(record.begin(), record.end(), answer.begin() + static_cast<std::ptrdiff_t>(end));
  return end + kRecord;
}

}  // namespace luft::firmware

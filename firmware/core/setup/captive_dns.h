// Answers every question for a name with the device's own address, so that a phone that joins the
// device's network opens the setup page by itself (RFC 1035). Pure.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace luft::firmware {

inline constexpr std::size_t kMaxDnsBytes = 512;

// Writes the answer to `query` into `answer`; how long it is. 0: nothing to answer. A question for
// anything but an IPv4 address is answered with "no such record", so that nobody waits.
[[nodiscard]] std::size_t answer_dns(std::span<const std::uint8_t> query,
                                     const std::array<std::uint8_t, 4>& address,
                                     std::span<std::uint8_t, kMaxDnsBytes> answer);

}  // namespace luft::firmware

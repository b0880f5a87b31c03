// Every limit of the wire, version 1, in one place. A payload beyond its limit is quarantined.
#pragma once

#include <cstddef>
#include <cstdint>

namespace luft::contract {

inline constexpr std::size_t kMaxDeviceIdLength = 32;
inline constexpr std::size_t kMaxTopicLength = 128;
inline constexpr std::size_t kMaxRequestIdLength = 64;
inline constexpr std::size_t kMaxModelNameLength = 64;
inline constexpr std::size_t kMaxReasonLength = 160;
inline constexpr std::size_t kMaxFaultLength = 24;

// Payload lengths in bytes, checked before a parser runs.
inline constexpr std::size_t kMaxReadingBytes = 512;
inline constexpr std::size_t kMaxBatchBytes = 8'192;
inline constexpr std::size_t kMaxAudioBytes = 131'072;    // a whole 2 s WAV in base64 fits
inline constexpr std::size_t kMaxVersionsBytes = 16'384;  // ml/versions, ml/model
inline constexpr std::size_t kMaxMessageBytes = 2'048;    // everything else

inline constexpr int kMaxJsonDepth = 4;

// The message expiry with which devices publish identified readings and batches: what is left of
// it tells the hub how long a message waited in the broker. A sender with another one sets none.
inline constexpr std::uint32_t kReadingExpirySeconds = 24 * 3600;

inline constexpr std::size_t kMaxReadingsPerBatch = 100;
inline constexpr std::size_t kMaxAudioPcmBytesPerPart = 6'000;
inline constexpr std::uint32_t kMaxAudioParts = 64;
inline constexpr double kAudioClipSeconds = 2.0;

// Identifiers travel as JSON numbers, which are exact only below 2^53.
inline constexpr std::uint64_t kMaxIdentifier = (std::uint64_t{1} << 53) - 1;

// Trends that a request holds, either way; a DHT22 beside an open window stays below.
inline constexpr double kSteepestTemperature_k_per_h = 200;
inline constexpr double kSteepestHumidity_pct_per_h = 1'000;

inline constexpr std::uint32_t kMaxHoldSeconds = 7 * 24 * 3600;
inline constexpr std::uint32_t kDefaultHoldSeconds = 2 * 3600;

}  // namespace luft::contract

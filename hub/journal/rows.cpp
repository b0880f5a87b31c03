// A blob, little-endian:
//   u8 version (1)
//   u8 sections, then for each: u8 table, u32 rows, u32 length, bytes (RowBinary)
//   u32 devices, then for each: u32 device number, u32 readings
//   16 bytes BLAKE2b of all before
#include "hub/journal/rows.h"

#include <sodium.h>

#include <cassert>

#include "hub/bytes.h"

namespace luft::hub {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kChecksumBytes = crypto_generichash_BYTES_MIN;  // 16

std::array<char, kChecksumBytes> checksum(std::string_view bytes) {
  std::array<char, kChecksumBytes> sum{};
  crypto_generichash(reinterpret_cast<unsigned char*>(sum.data()), sum.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                     0);
  return sum;
}

template <class Row>
TableInfo info_of() {
  return {.number = kTableOf<Row>,
          .name = store::Table<Row>::kName,
          .columns = store::column_list<Row>()};
}

}  // namespace

std::span<const TableInfo, kTableCount> all_tables() {
  static const std::array<TableInfo, kTableCount> tables{
      info_of<store::ReadingRow>(),       info_of<store::PredictionRow>(),
      info_of<store::WindowActionRow>(),  info_of<store::DeviceRow>(),
      info_of<store::DeviceEventRow>(),   info_of<store::QuarantineRow>(),
      info_of<store::ServiceMetricRow>(), info_of<store::ServiceEventRow>(),
      info_of<store::WishRow>(),          info_of<store::ShadowDecisionRow>()};
  return tables;
}

void Rows::add(const store::ReadingRow& row, DeviceNumber device) {
  append(TableNumber::readings, row);
  if (!reading_counts_.empty() && reading_counts_.back().first == device) {
    ++reading_counts_.back().second;
  } else {
    reading_counts_.emplace_back(device, 1);
  }
}

void Rows::add_all(const Rows& other) {
  for (std::size_t i = 0; i < kTableCount; ++i) {
    sections_[i].rows += other.sections_[i].rows;
    sections_[i].bytes += other.sections_[i].bytes;
  }
  bytes_ += other.bytes_;
  reading_counts_.insert(reading_counts_.end(), other.reading_counts_.begin(),
                         other.reading_counts_.end());
}

void Rows::clear() {
  for (Section& each : sections_) {
    each.rows = 0;
    each.bytes.clear();
  }
  bytes_ = 0;
  reading_counts_.clear();
}

std::uint32_t Rows::drop(std::span<const TableNumber> tables) {
  std::uint32_t dropped = 0;
  for (const TableNumber table : tables) {
    assert(table != TableNumber::readings);
    Section& from = section(table);
    bytes_ -= from.bytes.size();
    dropped += std::exchange(from.rows, 0);
    from.bytes.clear();
  }
  return dropped;
}

std::string Rows::to_blob() const {
  std::string blob;
  blob.reserve(bytes_ + reading_counts_.size() * 8 + 128);
  hub::append(blob, kVersion);
  hub::append(blob, static_cast<std::uint8_t>(kTableCount));
  for (const TableInfo& table : all_tables()) {
    const Section& from = section(table.number);
    hub::append(blob, static_cast<std::uint8_t>(table.number));
    hub::append(blob, from.rows);
    hub::append(blob, static_cast<std::uint32_t>(from.bytes.size()));
    blob += from.bytes;
  }
  hub::append(blob, static_cast<std::uint32_t>(reading_counts_.size()));
  for (const auto& [device, readings] : reading_counts_) {
    hub::append(blob, device);
    hub::append(blob, readings);
  }
  const auto sum = checksum(blob);
  blob.append(sum.data(), sum.size());
  return blob;
}

bool Rows::add_blob(std::string_view blob) {
  if (blob.size() < kChecksumBytes) return false;
  const std::string_view said = blob.substr(blob.size() - kChecksumBytes);
  blob.remove_suffix(kChecksumBytes);
  const auto sum = checksum(blob);
  if (said != std::string_view{sum.data(), sum.size()}) return false;

  Rows rows;
  if (take<std::uint8_t>(blob) != kVersion) return false;
  const std::uint8_t section_count = take<std::uint8_t>(blob).value_or(0);
  for (std::uint8_t i = 0; i < section_count; ++i) {
    const auto table = take<std::uint8_t>(blob).value_or(0);
    const auto count = take<std::uint32_t>(blob).value_or(0);
    const auto length = take<std::uint32_t>(blob).value_or(0);
    if (table < 1 || table > kTableCount || length > blob.size()) return false;
    Section& to = rows.sections_[table - 1];
    to.rows += count;
    to.bytes += blob.substr(0, length);
    rows.bytes_ += length;
    blob.remove_prefix(length);
  }
  const auto device_count = take<std::uint32_t>(blob);
  if (!device_count || blob.size() != std::size_t{*device_count} * 8) return false;
  while (!blob.empty()) {
    const DeviceNumber device = *take<std::uint32_t>(blob);
    rows.reading_counts_.emplace_back(device, *take<std::uint32_t>(blob));
  }
  add_all(rows);
  return true;
}

}  // namespace luft::hub

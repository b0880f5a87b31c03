// Rows on their way to the database, encoded already: a journal keeps the very bytes that an
// INSERT will send, so that a batch is the same however often it is sent.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/intake/device.h"
#include "store/tables.h"

namespace luft::hub {

// Numbers are kept in journals: never reuse one. A table whose column list changes gets a new one.
enum class TableNumber : std::uint8_t {
  readings = 1,
  predictions = 2,
  window_actions = 3,
  devices = 4,
  device_events = 5,
  quarantine = 6,
  service_metrics = 7,
  service_events = 8,
  wishes = 9,
  shadow_decisions = 10,
};
inline constexpr std::size_t kTableCount = 10;

struct TableInfo {
  TableNumber number;
  std::string_view name;  // "luft.readings"
  std::string columns;
};
[[nodiscard]] std::span<const TableInfo, kTableCount> all_tables();

template <class Row>
inline constexpr TableNumber kTableOf{};
template <>
inline constexpr TableNumber kTableOf<store::ReadingRow> = TableNumber::readings;
template <>
inline constexpr TableNumber kTableOf<store::PredictionRow> = TableNumber::predictions;
template <>
inline constexpr TableNumber kTableOf<store::WindowActionRow> = TableNumber::window_actions;
template <>
inline constexpr TableNumber kTableOf<store::DeviceRow> = TableNumber::devices;
template <>
inline constexpr TableNumber kTableOf<store::DeviceEventRow> = TableNumber::device_events;
template <>
inline constexpr TableNumber kTableOf<store::QuarantineRow> = TableNumber::quarantine;
template <>
inline constexpr TableNumber kTableOf<store::ServiceMetricRow> = TableNumber::service_metrics;
template <>
inline constexpr TableNumber kTableOf<store::ServiceEventRow> = TableNumber::service_events;
template <>
inline constexpr TableNumber kTableOf<store::WishRow> = TableNumber::wishes;
template <>
inline constexpr TableNumber kTableOf<store::ShadowDecisionRow> = TableNumber::shadow_decisions;

class Rows {
 public:
  // How many readings of which devices; a device may be listed more than once.
  using ReadingCounts = std::vector<std::pair<DeviceNumber, std::uint32_t>>;

  void add(const store::ReadingRow& row, DeviceNumber device);
  template <class Row>
  void add(const Row& row) {
    append(kTableOf<Row>, row);
  }
  // All of `other`, after what is here.
  void add_all(const Rows& other);
  void clear();
  // Lets the rows of these tables go; how many. Never readings: they are counted as kept.
  std::uint32_t drop(std::span<const TableNumber> tables);

  [[nodiscard]] bool empty() const { return bytes_ == 0; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::uint32_t count(TableNumber table) const { return section(table).rows; }
  [[nodiscard]] std::string_view encoded(TableNumber table) const { return section(table).bytes; }
  [[nodiscard]] const ReadingCounts& reading_counts() const { return reading_counts_; }

  // The blob a journal keeps, with its checksum at the end: see rows.cpp for the layout.
  [[nodiscard]] std::string to_blob() const;
  // Appends a blob's rows; false, and nothing is changed, when it is damaged.
  [[nodiscard]] bool add_blob(std::string_view blob);

 private:
  struct Section {
    std::uint32_t rows = 0;
    std::string bytes;
  };
  [[nodiscard]] static std::size_t index(TableNumber table) {
    return static_cast<std::size_t>(table) - 1;
  }
  [[nodiscard]] Section& section(TableNumber table) { return sections_[index(table)]; }
  [[nodiscard]] const Section& section(TableNumber table) const { return sections_[index(table)]; }

  template <class Row>
  void append(TableNumber table, const Row& row) {
    Section& to = section(table);
    const std::size_t before = to.bytes.size();
    std::apply(
        [&](const auto&... column) {
          (store::append_row_binary(to.bytes, row.*column.member), ...);
        },
        store::Table<Row>::kColumns);
    ++to.rows;
    bytes_ += to.bytes.size() - before;
  }

  std::array<Section, kTableCount> sections_;
  std::size_t bytes_ = 0;
  ReadingCounts reading_counts_;
};

}  // namespace luft::hub

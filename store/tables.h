// Joins row structs to tables: per table, its name and each column's name and member, stated once.
// The INSERT's column list, the encoding and the check against the schema all come from here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>

#include "store/row_binary.h"
#include "store/rows.h"

namespace luft::store {

template <class Row, class Value>
struct Column {
  std::string_view name;
  Value Row::* member;
};
template <class Row, class Value>
Column(std::string_view, Value Row::*) -> Column<Row, Value>;

template <class Row>
struct Table;

template <>
struct Table<ReadingRow> {
  using Row = ReadingRow;
  static constexpr std::string_view kName = "luft.readings";
  static constexpr auto kColumns = std::tuple(
      Column("device", &Row::device), Column("metric", &Row::metric), Column("time", &Row::time),
      Column("received", &Row::received), Column("value", &Row::value), Column("boot", &Row::boot),
      Column("seq", &Row::seq), Column("time_source", &Row::time_source));
};

template <>
struct Table<PredictionRow> {
  using Row = PredictionRow;
  static constexpr std::string_view kName = "luft.predictions";
  static constexpr auto kColumns = std::tuple(
      Column("time", &Row::time), Column("device", &Row::device),
      Column("request_id", &Row::request_id), Column("temp", &Row::temp),
      Column("humidity", &Row::humidity), Column("volume", &Row::volume),
      Column("outdoor_temp", &Row::outdoor_temp), Column("position_before", &Row::position_before),
      Column("position", &Row::position), Column("low", &Row::low), Column("high", &Row::high),
      Column("confidence", &Row::confidence), Column("model", &Row::model),
      Column("latency_ms", &Row::latency_ms), Column("trigger", &Row::trigger),
      Column("reason", &Row::reason), Column("outcome", &Row::outcome),
      Column("request", &Row::request));
};

template <>
struct Table<WindowActionRow> {
  using Row = WindowActionRow;
  static constexpr std::string_view kName = "luft.window_actions";
  static constexpr auto kColumns =
      std::tuple(Column("time", &Row::time), Column("device", &Row::device),
                 Column("request_id", &Row::request_id), Column("from_pct", &Row::from_pct),
                 Column("to_pct", &Row::to_pct), Column("cause", &Row::cause),
                 Column("confidence", &Row::confidence), Column("temp", &Row::temp),
                 Column("humidity", &Row::humidity), Column("sound_volume", &Row::sound_volume),
                 Column("reason", &Row::reason));
};

template <>
struct Table<WishRow> {
  using Row = WishRow;
  static constexpr std::string_view kName = "luft.wishes";
  static constexpr auto kColumns =
      std::tuple(Column("id", &Row::id), Column("time", &Row::time), Column("device", &Row::device),
                 Column("asked_by", &Row::asked_by), Column("position", &Row::position),
                 Column("hold_s", &Row::hold_s), Column("position_before", &Row::position_before),
                 Column("temp", &Row::temp), Column("humidity", &Row::humidity),
                 Column("volume", &Row::volume), Column("outdoor_temp", &Row::outdoor_temp),
                 Column("request", &Row::request));
};

template <>
struct Table<ShadowDecisionRow> {
  using Row = ShadowDecisionRow;
  static constexpr std::string_view kName = "luft.shadow_decisions";
  static constexpr auto kColumns =
      std::tuple(Column("time", &Row::time), Column("device", &Row::device),
                 Column("request_id", &Row::request_id), Column("model", &Row::model),
                 Column("position", &Row::position), Column("confidence", &Row::confidence),
                 Column("in_force", &Row::in_force), Column("stood", &Row::stood));
};

template <>
struct Table<DeviceRow> {
  using Row = DeviceRow;
  static constexpr std::string_view kName = "luft.devices";
  static constexpr auto kColumns = std::tuple(
      Column("device", &Row::device), Column("name", &Row::name), Column("site", &Row::site),
      Column("room", &Row::room), Column("role", &Row::role), Column("labels", &Row::labels),
      Column("status", &Row::status), Column("capabilities", &Row::capabilities),
      Column("firmware", &Row::firmware), Column("registered_at", &Row::registered_at),
      Column("last_seen", &Row::last_seen), Column("updated", &Row::updated));
};

template <>
struct Table<DeviceEventRow> {
  using Row = DeviceEventRow;
  static constexpr std::string_view kName = "luft.device_events";
  static constexpr auto kColumns = std::tuple(
      Column("time", &Row::time), Column("device", &Row::device), Column("event", &Row::event),
      Column("detail", &Row::detail), Column("boot", &Row::boot));
};

template <>
struct Table<QuarantineRow> {
  using Row = QuarantineRow;
  static constexpr std::string_view kName = "luft.quarantine";
  static constexpr auto kColumns = std::tuple(
      Column("time", &Row::time), Column("device", &Row::device), Column("topic", &Row::topic),
      Column("head", &Row::head), Column("bytes", &Row::bytes), Column("reason", &Row::reason));
};

template <>
struct Table<ServiceMetricRow> {
  using Row = ServiceMetricRow;
  static constexpr std::string_view kName = "luft.service_metrics";
  static constexpr auto kColumns = std::tuple(
      Column("time", &Row::time), Column("service", &Row::service), Column("name", &Row::name),
      Column("labels", &Row::labels), Column("value", &Row::value));
};

template <>
struct Table<ServiceEventRow> {
  using Row = ServiceEventRow;
  static constexpr std::string_view kName = "luft.service_events";
  static constexpr auto kColumns = std::tuple(
      Column("time", &Row::time), Column("service", &Row::service), Column("level", &Row::level),
      Column("event", &Row::event), Column("message", &Row::message));
};

// "device, metric, time, …" in the order in which rows are encoded.
template <class Row>
[[nodiscard]] std::string column_list() {
  std::string list;
  std::apply(
      [&](const auto&... column) {
        ((list += list.empty() ? "" : ", ", list += column.name), ...);
      },
      Table<Row>::kColumns);
  return list;
}

// Reads one row whose columns come in that order. False: the bytes ended early.
template <class Row>
[[nodiscard]] bool read_row(RowBinaryReader& reader, Row& row) {
  return std::apply([&](const auto&... column) { return (reader.read(row.*column.member) && ...); },
                    Table<Row>::kColumns);
}

// Encoded rows of one table in a buffer that keeps its memory when cleared.
template <class Row>
class Batch {
 public:
  void add(const Row& row) {
    std::apply([&](const auto&... column) { (append_row_binary(bytes_, row.*column.member), ...); },
               Table<Row>::kColumns);
    ++rows_;
  }
  void clear() {
    bytes_.clear();
    rows_ = 0;
  }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] bool empty() const { return rows_ == 0; }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::size_t rows_ = 0;
};

}  // namespace luft::store

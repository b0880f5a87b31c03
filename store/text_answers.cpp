#include "store/text_answers.h"

#include <charconv>
#include <optional>
#include <utility>

namespace luft::store {
namespace {

std::unexpected<ClickHouseError> cut_short() {
  return std::unexpected(
      ClickHouseError{ClickHouseErrorKind::server_error, 0, "the answer ended within a row"});
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return number;
}

// Takes a row of two cells off the front; every row ends with a new line.
std::optional<std::pair<std::string_view, std::string_view>> take_row(std::string_view& rows,
                                                                      char between) {
  const std::size_t end = rows.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view row = rows.substr(0, end);
  rows.remove_prefix(end + 1);
  const std::size_t middle = row.find(between);
  if (middle == std::string_view::npos) return std::nullopt;
  return std::pair{row.substr(0, middle), row.substr(middle + 1)};
}

}  // namespace

ClickHouseResult<AppliedFingerprints> read_fingerprints(std::string_view csv) {
  AppliedFingerprints applied;
  while (!csv.empty()) {
    const auto row = take_row(csv, ',');
    if (!row) return cut_short();
    const auto version = number_in<std::uint32_t>(row->first);
    const auto hash = number_in<std::uint64_t>(row->second);
    if (!version || !hash) return cut_short();
    applied[*version] = *hash;
  }
  return applied;
}

ClickHouseResult<std::map<std::string, std::uint64_t>> read_counts(std::string_view rows) {
  std::map<std::string, std::uint64_t> counts;
  while (!rows.empty()) {
    const auto row = take_row(rows, '\t');
    if (!row) return cut_short();
    const auto count = number_in<std::uint64_t>(row->second);
    if (!count) return cut_short();
    counts.emplace(row->first, *count);
  }
  return counts;
}

}  // namespace luft::store

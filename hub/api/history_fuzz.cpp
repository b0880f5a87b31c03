// What the database answers, cut or damaged on its way: rows are refused or read back equal, and
// what the API makes of them is JSON. Input: a byte that names the table, rows in RowBinary.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "hub/api/json.h"
#include "store/tables.h"

namespace luft::hub::api {
namespace {

template <class Row>
std::vector<Row> rows_in(std::string_view bytes) {
  store::RowBinaryReader reader{bytes};
  std::vector<Row> rows;
  while (!reader.at_end()) {
    if (!store::read_row(reader, rows.emplace_back())) {
      rows.pop_back();
      break;
    }
  }
  return rows;
}

template <class Row>
std::vector<Row> check_rows(std::string_view bytes) {
  const auto rows = rows_in<Row>(bytes);
  store::Batch<Row> written;
  for (const Row& row : rows) written.add(row);
  store::Batch<Row> again;
  const auto back = rows_in<Row>(written.bytes());
  for (const Row& row : back) again.add(row);
  assert(back.size() == rows.size() && again.bytes() == written.bytes());
  return rows;
}

}  // namespace
}  // namespace luft::hub::api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::hub::api;
  namespace store = luft::store;
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  switch (data[0]) {
    case 'p':
      assert(nlohmann::json::accept(decisions_json(check_rows<store::PredictionRow>(bytes), {})));
      break;
    case 'w':
      for (const auto& wish : check_rows<store::WishRow>(bytes)) {
        assert(nlohmann::json::accept(example_json(wish)));
      }
      break;
    case 'a':
      assert(nlohmann::json::accept(movements_json(check_rows<store::WindowActionRow>(bytes), 3)));
      break;
    case 'd':
      check_rows<store::DeviceRow>(bytes);
      break;
    case 'q':
      check_rows<store::QuarantineRow>(bytes);
      break;
    default:
      check_rows<store::ServiceMetricRow>(bytes);
  }
  return 0;
}

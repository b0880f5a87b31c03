#include "bench/year_of_history.h"

#include <fmt/format.h>

#include <stdexcept>

#include "bench/climate_series.h"

namespace luft::bench {
namespace {

void run(store::ClickHouseClient& admin, const std::string& sql,
         const std::vector<store::NamedValue>& parameters = {}) {
  const auto done = admin.query(sql, parameters);
  if (!done) throw std::runtime_error{done.error().message};
}

// The series as a table, which the filling statements read.
std::size_t put_climate(store::ClickHouseClient& admin) {
  run(admin,
      "CREATE OR REPLACE TABLE luft.bench_climate (room UInt8, slot UInt32, temp Float64, "
      "humidity Float64) ENGINE = MergeTree ORDER BY (room, slot)");
  const auto rooms = climate_series();
  std::string lines;
  for (std::size_t room = 0; room < rooms.size(); ++room) {
    for (std::size_t slot = 0; slot < rooms[room].size(); ++slot) {
      const Climate& at = rooms[room][slot];
      lines += fmt::format("{}\t{}\t{}\t{}\n", room, slot, at.temp_c, at.humidity_pct);
    }
  }
  const auto done = admin.insert("INSERT INTO luft.bench_climate FORMAT TabSeparated", lines);
  if (!done) throw std::runtime_error{done.error().message};
  return rooms.size();
}

// Sampled as devices do: their timers drift by milliseconds, sensors resolve 0.01 °C and 0.1 %, a
// reading takes some tens of milliseconds to the hub, and each month the device starts anew.
constexpr const char* kReadings = R"(
INSERT INTO luft.readings
WITH (SELECT groupArray(temp) FROM (SELECT temp FROM luft.bench_climate
        WHERE room = {room:UInt8} ORDER BY slot)) AS temps,
    (SELECT groupArray(humidity) FROM (SELECT humidity FROM luft.bench_climate
        WHERE room = {room:UInt8} ORDER BY slot)) AS humidities,
    intDiv(number, 3) AS sample, number % 3 AS metric_number,
    {start:Int64} + intDiv(sample * 94608 * 1000, 1000) AS sampled_ms,
    sample * 94.608 / 600 + {number:UInt32} * 11 AS at_slot,
    toUInt32(at_slot) % (length(temps) - 1) + 1 AS slot, at_slot - toUInt32(at_slot) AS part
SELECT {device:String}, ['temperature', 'humidity', 'sound_volume'][metric_number + 1],
    fromUnixTimestamp64Milli(toInt64(sampled_ms + rand(1) % 20), 'UTC') AS time,
    fromUnixTimestamp64Milli(toInt64(sampled_ms + 30 + rand(2) % 40), 'UTC'),
    multiIf(
        metric_number = 0, round(temps[slot] * (1 - part) + temps[slot + 1] * part
            + {number:UInt32} * 0.03 + (randCanonical(3) - 0.5) * 0.04, 2),
        metric_number = 1, round(least(100, humidities[slot] * (1 - part)
            + humidities[slot + 1] * part + (randCanonical(4) - 0.5) * 0.2), 1),
        round(34 + 3 * randCanonical(5) + (rand(6) % 10 = 0) * 20 * randCanonical(7), 1)),
    ({number:UInt32} + 1) * 1048576 + toMonth(time), number + 1, 'anchored'
FROM numbers({count:UInt64}))";

constexpr const char* kDecisions = R"(
INSERT INTO luft.predictions (time, device, request_id, temp, humidity, volume, position_before,
    position, low, high, confidence, model, latency_ms, trigger, reason, outcome, request)
SELECT fromUnixTimestamp64Milli(toInt64({start:Int64} + number * 900000 + rand(1) % 60000), 'UTC'),
    {device:String}, toString(generateUUIDv7(number)), round(20 + 3 * randCanonical(2), 2) AS temp,
    round(40 + 20 * randCanonical(3), 1) AS humidity, 36.5, 10, round(100 * randCanonical(4)) AS p,
    greatest(p - 10, 0), least(p + 10, 100), round(0.5 + 0.5 * randCanonical(5), 3), 'default-1',
    round(3 + 5 * randCanonical(6), 2), 'temperature moved by 0.4 °C', 'warm and humid',
    ['moved', 'unmoved', 'refused: held'][rand(7) % 3 + 1],
    concat('{"temp":', toString(temp), ',"humidity":', toString(humidity), ',"volume":36.5}')
FROM numbers({count:UInt64}))";

// Every third decision moved the window; of fifty movements, one was a hand's and one the guard's.
constexpr const char* kMovements = R"(
INSERT INTO luft.window_actions (time, device, request_id, from_pct, to_pct, cause, confidence,
    temp, humidity, sound_volume, reason)
SELECT time + 1, device, request_id, position_before, position,
    transform(rand(8) % 50, [0, 1], ['person', 'guard'], 'control'), confidence, temp,
    humidity, volume, reason
FROM luft.predictions WHERE device = {device:String} AND outcome = 'moved')";

}  // namespace

void fill(store::ClickHouseClient& admin, const YearOfHistory& year,
          const std::vector<std::string>& devices) {
  const std::size_t rooms = put_climate(admin);
  for (std::size_t i = 0; i < devices.size(); ++i) {
    run(admin, kReadings,
        {{"device", devices[i]},
         {"number", std::to_string(i)},
         {"room", std::to_string(i % rooms)},
         {"start", std::to_string(year.start_ms)},
         {"count", std::to_string(year.readings_per_device)}});
    run(admin, kDecisions,
        {{"device", devices[i]},
         {"start", std::to_string(year.start_ms)},
         {"count", std::to_string(year.decisions_per_device)}});
    run(admin, kMovements, {{"device", devices[i]}});
  }
}

}  // namespace luft::bench

-- Every reading, and what long ranges read instead: 10 minutes, 1 hour and 1 day, each filled from
-- the one before it as rows arrive.
--
-- {on_cluster}, {engine} and {settings} are filled in when applied (store/migrations.h). {settings}
-- must stand on every table of a chain: it syncs each insert to disk, and remembers the tokens of
-- the last inserts, so that a batch that is sent again adds nothing, to the rollups neither.

CREATE TABLE IF NOT EXISTS luft.readings {on_cluster}
(
    device LowCardinality(String),
    metric LowCardinality(String) COMMENT 'temperature, humidity, sound_volume, co2, …',
    time DateTime64(3, 'UTC') COMMENT 'when it was sampled' CODEC(DoubleDelta, ZSTD(1)),
    received DateTime64(3, 'UTC') COMMENT 'when the hub got it' CODEC(DoubleDelta, ZSTD(1)),
    value Float64 COMMENT '°C, %, dB(A), ppm, …' CODEC(Gorilla(8), ZSTD(1)),
    boot UInt64 COMMENT 'boot and seq name the reading; 0, 0: a bare number' CODEC(ZSTD(1)),
    seq UInt64 CODEC(DoubleDelta, ZSTD(1)),
    time_source Enum8('received' = 0, 'anchored' = 1, 'clock' = 2, 'unanchored' = 3)
)
ENGINE = {engine}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (device, metric, time)
SETTINGS {settings};

-- The mean of any range is sum(total) / sum(samples); min(lowest), max(highest), max(last).2.
CREATE TABLE IF NOT EXISTS luft.readings_10m {on_cluster}
(
    device LowCardinality(String),
    metric LowCardinality(String),
    time DateTime('UTC') COMMENT 'start of the 10 minutes' CODEC(DoubleDelta, ZSTD(1)),
    samples SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1)),
    total SimpleAggregateFunction(sum, Float64) COMMENT 'sum of the values' CODEC(ZSTD(1)),
    lowest SimpleAggregateFunction(min, Float64) CODEC(ZSTD(1)),
    highest SimpleAggregateFunction(max, Float64) CODEC(ZSTD(1)),
    last SimpleAggregateFunction(max, Tuple(time DateTime64(3, 'UTC'), value Float64))
        COMMENT 'the newest reading' CODEC(ZSTD(1))
)
ENGINE = {engine}AggregatingMergeTree
PARTITION BY toYear(time)
ORDER BY (device, metric, time)
SETTINGS {settings};

CREATE TABLE IF NOT EXISTS luft.readings_1h {on_cluster} AS luft.readings_10m
ENGINE = {engine}AggregatingMergeTree
PARTITION BY toYear(time)
ORDER BY (device, metric, time)
SETTINGS {settings};

CREATE TABLE IF NOT EXISTS luft.readings_1d {on_cluster} AS luft.readings_10m
ENGINE = {engine}AggregatingMergeTree
ORDER BY (device, metric, time)
SETTINGS {settings};

CREATE MATERIALIZED VIEW IF NOT EXISTS luft.readings_to_10m {on_cluster} TO luft.readings_10m AS
SELECT device, metric, toStartOfTenMinutes(reading.time) AS time, count() AS samples,
    sum(value) AS total, min(value) AS lowest, max(value) AS highest,
    max((reading.time, value)) AS last
FROM luft.readings AS reading
GROUP BY device, metric, time;

CREATE MATERIALIZED VIEW IF NOT EXISTS luft.readings_to_1h {on_cluster} TO luft.readings_1h AS
SELECT device, metric, toStartOfHour(part.time) AS time, sum(part.samples) AS samples,
    sum(part.total) AS total, min(part.lowest) AS lowest, max(part.highest) AS highest,
    max(part.last) AS last
FROM luft.readings_10m AS part
GROUP BY device, metric, time;

CREATE MATERIALIZED VIEW IF NOT EXISTS luft.readings_to_1d {on_cluster} TO luft.readings_1d AS
SELECT device, metric, toStartOfDay(part.time) AS time, sum(part.samples) AS samples,
    sum(part.total) AS total, min(part.lowest) AS lowest, max(part.highest) AS highest,
    max(part.last) AS last
FROM luft.readings_1h AS part
GROUP BY device, metric, time;

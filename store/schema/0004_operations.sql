-- How the services fare, and what could not be understood.

CREATE TABLE IF NOT EXISTS luft.service_metrics {on_cluster}
(
    time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    service LowCardinality(String),
    name LowCardinality(String),
    labels Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    value Float64 CODEC(Gorilla(8), ZSTD(1))
)
ENGINE = {engine}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (service, name, time)
SETTINGS {settings};

CREATE TABLE IF NOT EXISTS luft.service_events {on_cluster}
(
    time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    service LowCardinality(String),
    level LowCardinality(String) COMMENT 'info, warning, alarm',
    event LowCardinality(String),
    message String CODEC(ZSTD(1))
)
ENGINE = {engine}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (service, time)
SETTINGS {settings};

CREATE TABLE IF NOT EXISTS luft.quarantine {on_cluster}
(
    time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    device LowCardinality(String) COMMENT 'empty: the topic names none',
    topic String CODEC(ZSTD(1)),
    head String COMMENT 'the payload''s first bytes, as they came' CODEC(ZSTD(1)),
    bytes UInt64 COMMENT 'length of the whole payload' CODEC(T64, ZSTD(1)),
    reason String CODEC(ZSTD(1))
)
ENGINE = {engine}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (time, device)
SETTINGS {settings};

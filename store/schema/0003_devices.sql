-- The registry's mirror and its history.

-- Read with FINAL: the row with the newest `updated` counts.
CREATE TABLE IF NOT EXISTS luft.devices {on_cluster}
(
    device String,
    name String,
    site LowCardinality(String),
    room LowCardinality(String),
    role LowCardinality(String) COMMENT 'indoor, outdoor',
    labels Map(String, String),
    status LowCardinality(String) COMMENT 'active, inactive, revoked',
    capabilities Array(String),
    firmware LowCardinality(String),
    registered_at DateTime64(3, 'UTC') COMMENT 'first message ever; never changes',
    last_seen DateTime64(3, 'UTC'),
    updated DateTime64(3, 'UTC')
)
ENGINE = {engine}ReplacingMergeTree(updated)
ORDER BY device
SETTINGS {settings};

CREATE TABLE IF NOT EXISTS luft.device_events {on_cluster}
(
    time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    device LowCardinality(String),
    event LowCardinality(String) COMMENT 'registered, seen, lost, configured, updated, revoked, …',
    detail String CODEC(ZSTD(1)),
    boot UInt64 CODEC(ZSTD(1))
)
ENGINE = {engine}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (device, time)
SETTINGS {settings};

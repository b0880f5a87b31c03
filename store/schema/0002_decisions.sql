-- What the model was asked and said, and what the windows did.

CREATE TABLE IF NOT EXISTS luft.predictions {on_cluster}
(
    time DateTime64(3, 'UTC') COMMENT 'when the request went out' CODEC(DoubleDelta, ZSTD(1)),
    device LowCardinality(String) COMMENT 'the window',
    request_id String CODEC(ZSTD(1)),
    temp Float64 COMMENT '°C',
    humidity Float64 COMMENT '%',
    volume Nullable(Float64) COMMENT 'dB(A); NULL: the room has no microphone',
    outdoor_temp Nullable(Float64) COMMENT '°C',
    position_before Nullable(Float64) COMMENT '% open when asked',
    position Nullable(Float64) COMMENT '% open as decided; NULL: no answer',
    low Nullable(Float64) COMMENT '%, see docs/confidence.md',
    high Nullable(Float64),
    confidence Nullable(Float64) COMMENT '0..1',
    model LowCardinality(String),
    latency_ms Nullable(Float64) COMMENT 'from the request to the control',
    trigger LowCardinality(String) COMMENT 'why the hub asked',
    reason String COMMENT 'why the model decided so' CODEC(ZSTD(1)),
    outcome LowCardinality(String) COMMENT 'moved, unmoved, refused, held, unanswered',
    request String COMMENT 'the request as sent' CODEC(ZSTD(3))
)
ENGINE = {engine}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (device, time)
SETTINGS {settings};

CREATE TABLE IF NOT EXISTS luft.window_actions {on_cluster}
(
    time DateTime64(3, 'UTC') COMMENT 'when the movement started' CODEC(DoubleDelta, ZSTD(1)),
    device LowCardinality(String),
    request_id String COMMENT 'of the decision behind it, if any' CODEC(ZSTD(1)),
    from_pct Float64 COMMENT '% open',
    to_pct Float64,
    cause LowCardinality(String) COMMENT 'control, person, guard, calibration',
    confidence Nullable(Float64),
    temp Nullable(Float64) COMMENT '°C at that time',
    humidity Nullable(Float64) COMMENT '%',
    sound_volume Nullable(Float64) COMMENT 'dB(A)',
    reason String CODEC(ZSTD(1))
)
ENGINE = {engine}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (device, time)
SETTINGS {settings};

-- What a model in the shadow would have done, beside what the one in force did when asked the same.

CREATE TABLE IF NOT EXISTS luft.shadow_decisions {on_cluster}
(
    time DateTime64(3, 'UTC') COMMENT 'when the hub heard of it' CODEC(DoubleDelta, ZSTD(1)),
    device LowCardinality(String) COMMENT 'the window',
    request_id String COMMENT 'as in predictions' CODEC(ZSTD(1)),
    model LowCardinality(String) COMMENT 'the one in the shadow',
    position Float64 COMMENT '% open, where it would have put the window',
    confidence Float64 COMMENT '0..1',
    in_force Float64 COMMENT '% open, where the model in force put it',
    stood Nullable(Float64) COMMENT '% open when both were asked'
)
ENGINE = {engine}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (device, time)
SETTINGS {settings};

-- What persons chose by hand, with the room as it was: what a model can learn their taste from.

CREATE TABLE IF NOT EXISTS luft.wishes {on_cluster}
(
    id String COMMENT 'UUID version 7: sorts by time' CODEC(ZSTD(1)),
    time DateTime64(3, 'UTC') COMMENT 'when the person said so' CODEC(DoubleDelta, ZSTD(1)),
    device LowCardinality(String) COMMENT 'the window',
    asked_by LowCardinality(String) COMMENT 'page: through the hub''s API',
    position Float64 COMMENT '% open, as chosen',
    hold_s UInt32 COMMENT 'for so long it shall stay',
    position_before Nullable(Float64) COMMENT '% open when asked',
    temp Float64 COMMENT '°C',
    humidity Float64 COMMENT '%',
    volume Nullable(Float64) COMMENT 'dB(A); NULL: the room has no microphone',
    outdoor_temp Nullable(Float64) COMMENT '°C',
    request String COMMENT 'what the model would have been told then' CODEC(ZSTD(3))
)
ENGINE = {engine}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY id
SETTINGS {settings};

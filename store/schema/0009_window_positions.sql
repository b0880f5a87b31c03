-- Where each window stood, by the hour: what charts of months and years read instead of millions of
-- decisions and movements. What is there already is put in; doing so again changes nothing.

CREATE TABLE IF NOT EXISTS luft.window_positions_1h {on_cluster}
(
    device LowCardinality(String) COMMENT 'the window',
    time DateTime('UTC') COMMENT 'start of the hour' CODEC(DoubleDelta, ZSTD(1)),
    last SimpleAggregateFunction(max, Tuple(time DateTime64(3, 'UTC'), position Float64))
        COMMENT 'when it was last known in that hour, and % open' CODEC(ZSTD(1))
)
ENGINE = {engine}AggregatingMergeTree
PARTITION BY toYear(time)
ORDER BY (device, time)
SETTINGS {settings};

CREATE MATERIALIZED VIEW IF NOT EXISTS luft.predictions_to_window_positions_1h {on_cluster}
TO luft.window_positions_1h AS
SELECT device, toStartOfHour(decision.time) AS time,
    max((decision.time, assumeNotNull(position_before))) AS last
FROM luft.predictions AS decision
WHERE position_before IS NOT NULL
GROUP BY device, time;

CREATE MATERIALIZED VIEW IF NOT EXISTS luft.window_actions_to_window_positions_1h {on_cluster}
TO luft.window_positions_1h AS
SELECT device, toStartOfHour(movement.time) AS time, max((movement.time, to_pct)) AS last
FROM luft.window_actions AS movement
GROUP BY device, time;

INSERT INTO luft.window_positions_1h (device, time, last)
SELECT device, toStartOfHour(decision.time), (decision.time, assumeNotNull(position_before))
FROM luft.predictions AS decision
WHERE position_before IS NOT NULL;

INSERT INTO luft.window_positions_1h (device, time, last)
SELECT device, toStartOfHour(movement.time), (movement.time, to_pct)
FROM luft.window_actions AS movement;

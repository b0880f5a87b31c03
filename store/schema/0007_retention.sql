-- Which retention was in force since when: what may have been deleted, for whoever counts rows.

CREATE TABLE IF NOT EXISTS luft.retention_changes {on_cluster}
(
    applied DateTime64(3, 'UTC') DEFAULT now64(3),
    days UInt32 COMMENT '0: nothing is deleted from now on'
)
ENGINE = {engine}MergeTree
ORDER BY applied
SETTINGS {settings};

-- Decisions of all windows together, newest first, are read in this order; those of one window in
-- the table's own. What is there already is put in order in the background.

ALTER TABLE luft.predictions {on_cluster}
    ADD PROJECTION IF NOT EXISTS by_time (SELECT * ORDER BY time);

ALTER TABLE luft.predictions {on_cluster} MATERIALIZE PROJECTION by_time;

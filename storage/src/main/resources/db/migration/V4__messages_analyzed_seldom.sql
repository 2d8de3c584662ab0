-- Every query finds its messages by an index, whatever the statistics say. By default PostgreSQL takes
-- them anew whenever a tenth was added: a quarter of a second of processor time, every fifteen seconds
-- under load, while messages wait. Now it does when there are twice as many.
ALTER TABLE messages SET (autovacuum_analyze_scale_factor = 1);

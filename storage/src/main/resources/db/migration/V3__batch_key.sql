-- Tells whose transaction took a number, when the answer to its commit was lost. Looked at under the
-- chat's lock, by primary key.
ALTER TABLE changes ADD COLUMN batch_key uuid;

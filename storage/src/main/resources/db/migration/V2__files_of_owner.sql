-- What an owner's files take up is read from the index alone; and an export pages through it.
CREATE INDEX files_of_owner ON files (owner_id, id) INCLUDE (size);

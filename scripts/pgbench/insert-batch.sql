-- Sixty-four messages in one commit, by the server's own statement (BatchWrites). The arrays stand in
-- the text, where the server binds them: PostgreSQL reads them once, so this is a bit less work.
\set seq :seq + 64
\set chat :chats + :client_id
INSERT INTO messages (id, chat_id, seq, sender_id, client_msg_id, request_hash,
                      content, time_stamp, reply_to, file_id)
OVERRIDING SYSTEM VALUE
SELECT id, chat_id, seq, sender_id, client_msg_id, request_hash,
       content, time_stamp, reply_to, file_id
FROM (
    SELECT nextval('messages_id_seq') AS id, :chat::bigint AS chat_id, :seq + position AS seq,
           :sender::bigint AS sender_id, gen_random_uuid() AS client_msg_id, NULL::bytea AS request_hash, content,
           '2026-11-22T10:00:00Z'::timestamptz AS time_stamp, NULL::bigint AS reply_to, NULL::bigint AS file_id
    FROM unnest(array_fill('A message as people send it: some hundred characters, of which most say little; it is the same each time, as is this.'::text, ARRAY[64]))
        WITH ORDINALITY AS t (content, position)
) t;

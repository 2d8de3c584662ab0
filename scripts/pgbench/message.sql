-- One message as the server writes it when it comes alone (BatchTransaction): the chat's row locked,
-- the key looked up, an id taken, the message inserted, the chat moved on, all in one commit. Like the
-- server it sends the last three together; what goes before, pgbench must send one by one. Each client
-- has chats of its own, :each of them from :first on, so nobody waits for a lock.
\set chat :first + :client_id * :each + random(0, :each - 1)
BEGIN;
SELECT id, user_low, user_high, last_seq, archived_at IS NULL AS open
FROM chats
WHERE id = ANY(ARRAY[:chat]::bigint[]) AND kind = 'direct'
ORDER BY id
FOR NO KEY UPDATE SKIP LOCKED
\gset
SELECT m.id
FROM unnest(ARRAY[:chat]::bigint[], ARRAY[:user_low]::bigint[], ARRAY[gen_random_uuid()])
    AS k (chat_id, sender_id, client_msg_id)
JOIN messages m ON m.chat_id = k.chat_id AND m.sender_id = k.sender_id
               AND m.client_msg_id = k.client_msg_id;
SELECT nextval('messages_id_seq') AS message
\gset
\startpipeline
INSERT INTO messages (id, chat_id, seq, sender_id, client_msg_id, request_hash,
                      content, time_stamp, reply_to, file_id)
OVERRIDING SYSTEM VALUE
VALUES (:message, :chat, :last_seq + 1, :user_low, gen_random_uuid(),
        '\x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
        'A message as people send it: some hundred characters, of which most say little; it is the same each time, as is this.',
        now(), NULL, NULL);
UPDATE chats c
SET last_seq = t.last_seq, last_at = now(), last_message_id = t.message
FROM unnest(ARRAY[:chat]::bigint[], ARRAY[:last_seq + 1]::bigint[], ARRAY[:message]::bigint[])
    AS t (id, last_seq, message)
WHERE c.id = t.id;
COMMIT;
\endpipeline

-- One message, one commit: a row like those that the server writes, with all the indexes of messages.
-- Each client has a chat of its own, which nobody else reads; seq rises from :seq.
\set seq :seq + 1
\set chat :chats + :client_id
INSERT INTO messages (chat_id, seq, sender_id, client_msg_id, request_hash,
                      content, time_stamp, reply_to, file_id)
VALUES (:chat, :seq, :sender, gen_random_uuid(), NULL,
        'A message as people send it: some hundred characters, of which most say little; it is the same each time, as is this.',
        now(), NULL, NULL)
RETURNING id;

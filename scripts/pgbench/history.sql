-- What /get_past_messages asks (JdbcMessages), of the chats first to last.
\set chat random(:first, :last)
SELECT m.id, m.chat_id, m.seq, m.sender_id, r.user_id AS recipient_id,
       m.client_msg_id, m.content, m.time_stamp, m.is_edited,
       m.seq <= r.read_seq AS is_read, m.reply_to, f.handle, f.name
FROM (
    SELECT id, chat_id, seq, sender_id, client_msg_id, content, time_stamp,
           is_edited, reply_to, file_id
    FROM messages
    WHERE chat_id = :chat AND seq < :before AND archived_at IS NULL
    ORDER BY seq DESC
    OFFSET :skip LIMIT :most
) m
JOIN chats c ON c.id = m.chat_id AND c.kind = 'direct' AND c.archived_at IS NULL
JOIN chat_members r ON r.chat_id = m.chat_id AND r.user_id <> m.sender_id
LEFT JOIN files f ON f.id = m.file_id
WHERE c.id = :chat
ORDER BY m.seq DESC;

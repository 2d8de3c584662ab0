// Between the wire's names and ours.

/** The one subprotocol that is spoken. */
export const SUBPROTOCOL = "messenger.v2.json";

/** A `new_message` as the `Message` that the rest of the module knows. */
export function messageOfEvent(event) {
  return {
    clientMsgId: event.client_msg_id,
    messageId: event.message_id,
    chatId: event.chat_id,
    seq: event.seq,
    senderId: event.sender_id,
    content: event.content,
    time: event.time_of_day,
    edited: event.is_edited,
    fileName: event.file_name,
    fileType: event.fileType,
    replyTo: event.reply_to ?? null,
  };
}

/** A row of `GET /v2/chats`, or of an `update_chat`, which has fewer fields. */
export function chatOfRow(row) {
  return {
    chatId: row.chat_id,
    userId: row.id,
    userName: row.user_name,
    avatar: row.avatar,
    lastMessage: row.last_message,
    lastTime: row.last_message_time,
    unread: row.not_readed_messages,
    lastSeq: row.last_seq ?? 0,
    receipts: row.receipts ?? [],
  };
}

const FILE_TYPES = {
  image: ["png", "jpg", "jpeg", "gif", "bmp", "svg"],
  video: ["mp4", "avi", "mov", "mkv", "flv", "wmv"],
  music: ["mp3", "wav", "aac", "flac", "ogg"],
};

/**
 * What the server will call a file of this name.
 *
 * @param {string} name
 * @returns {"image" | "video" | "music" | "other"}
 */
export function fileTypeOf(name) {
  const dot = name.lastIndexOf(".");
  const extension = dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
  const found = Object.entries(FILE_TYPES).find(([, extensions]) => extensions.includes(extension));
  return found?.[0] ?? "other";
}

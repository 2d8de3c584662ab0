import { fileTypeOf } from "./wire.js";

// What is kept, as it is shown.

/**
 * @param {import("./chat.js").Chat} chat
 * @param {number} me
 * @returns {import("./types.js").ChatSummary}
 */
export function summary(chat, me) {
  const last = chat.last();
  return {
    chatId: chat.chatId,
    userId: chat.userId,
    userName: chat.userName,
    avatar: chat.avatar,
    lastMessage: last.content,
    lastTime: last.time,
    last: last.message && shown(chat, last.message, me),
    unread: chat.unread(me),
    more: chat.more,
  };
}

/**
 * @param {import("./chat.js").Chat} chat
 * @param {object} message that is stored
 * @param {number} me
 * @returns {import("./types.js").Message}
 */
export function shown(chat, message, me) {
  const { asOf, ...rest } = message;
  const mine = message.senderId === me;
  return { ...rest, mine, status: mine ? progress(chat, message.seq, me) : "received", error: null };
}

/** How far all others have come with it. */
function progress(chat, seq, me) {
  const others = [...chat.receipts].filter(([userId]) => userId !== me).map(([, mark]) => mark);
  const reached = (mark) => others.length > 0 && others.every((it) => it[mark] >= seq);
  if (reached("read")) {
    return "read";
  }
  return reached("delivered") ? "delivered" : "sent";
}

/**
 * @param {import("./types.js").Entry} entry
 * @param {number} me
 * @returns {import("./types.js").Message}
 */
export function pending(entry, me) {
  return {
    clientMsgId: entry.clientMsgId,
    messageId: null,
    chatId: entry.chatId,
    seq: null,
    senderId: me,
    mine: true,
    content: entry.content,
    time: entry.time,
    edited: false,
    fileName: entry.file?.name ?? "",
    fileType: entry.file === null ? "" : fileTypeOf(entry.file.name),
    replyTo: entry.replyTo,
    status: entry.error === null ? "queued" : "failed",
    error: entry.error,
  };
}

// The shapes that the module gives and takes. Nothing here runs.

/**
 * @typedef {object} Session
 * @property {number} userId
 * @property {string} userName
 * @property {string} login
 * @property {string} token
 * @property {string} sessionId
 * @property {string} expiresAt
 */

/**
 * One of a user's sessions.
 *
 * @typedef {object} Device
 * @property {string} sessionId
 * @property {string} device what it was opened on
 * @property {string} createdAt
 * @property {string} lastSeen
 * @property {boolean} current whether it is this one
 */

/**
 * @typedef {object} State of the connection
 * @property {"closed" | "connecting" | "syncing" | "online" | "waiting" | "ended"} status `waiting`
 *     tries again at `retryAt`; `ended` does not: with code 4001 the session is over, with 4000 this client
 *     and the server do not understand each other
 * @property {number} [retryAt] as `Date.now()` tells it
 * @property {number} [code] of the socket's end
 * @property {string} [reason]
 */

/**
 * @typedef {object} ChatSummary
 * @property {number} chatId
 * @property {number} userId the other member, as are the next two
 * @property {string} userName
 * @property {boolean} avatar whether there is one
 * @property {string} lastMessage `""` if there is none
 * @property {string} lastTime ISO 8601, `""` if there is none
 * @property {Message} [last] the last message, if this device has it
 * @property {number} unread
 * @property {boolean} more whether there are older messages than `messages` gives
 */

/**
 * @typedef {object} Message
 * @property {string} clientMsgId the same for ever: a key for lists
 * @property {number | null} messageId `null` until it is stored
 * @property {number} chatId
 * @property {number | null} seq its place in the chat
 * @property {number} senderId
 * @property {boolean} mine
 * @property {string} content
 * @property {string} time ISO 8601
 * @property {boolean} edited
 * @property {string} fileName `""` without a file
 * @property {"" | "image" | "video" | "music" | "other"} fileType
 * @property {number | null} replyTo a `messageId`
 * @property {"queued" | "failed" | "sent" | "delivered" | "read" | "received"} status `received` is
 *     another's
 * @property {{code: string, message: string} | null} error why it failed
 */

/**
 * A message that is yet to be sent, as the store keeps it.
 *
 * @typedef {object} Entry
 * @property {string} clientMsgId
 * @property {number} chatId
 * @property {string} content
 * @property {number | null} replyTo
 * @property {Upload | null} file
 * @property {string} time
 * @property {number} order rises
 * @property {{code: string, message: string} | null} error
 */

/** @typedef {{name: string, handle: string}} Upload what a file is called, and what the server calls it */

export {};

/** What the view of faults says, in English. */
export const faults = {
  title: "Faults",
  what: "Each breaks your own connection for some seconds, and nobody else's. The promise stands beside it; what is then seen decides.",
  promise: "Promise:",
  begin: "Break it",
  running: "Breaking, and watching…",
  held: "The promise held.",
  broken: "The promise did not hold.",
  yes: "(as promised)",
  no: "(not as promised)",

  kinds: {
    stall: {
      title: "Read stall",
      does: "For four seconds the server reads nothing from you. Three messages are written meanwhile.",
      promise: "what was sent meanwhile is handled afterwards, all of it, in order.",
    },
    fragments: {
      title: "One-byte fragments",
      does: "Bytes travel one by one, both ways.",
      promise: "TCP is a stream: every frame arrives whole.",
    },
    delay: {
      title: "Delay",
      does: "Everything waits 400 ms, both ways.",
      promise: "later, but in order, and once.",
    },
    half_open: {
      title: "Half-open connection",
      does: "For four seconds everything is thrown away in silence, as when a cable is pulled; then the connection is reset.",
      promise: "the client notices, comes back and sends again: each message once.",
    },
    reset: {
      title: "Reset",
      does: "The connection is torn down at once, without a goodbye. Both sides write while you are away.",
      promise: "the client resumes: what it missed comes once, and what it wrote is sent.",
    },
    duplicate: {
      title: "Duplicated frame",
      does: "Your next message reaches the server twice.",
      promise: "one message, one number; the second ack says dup.",
    },
    lost_ack: {
      title: "Lost ack after commit",
      does: "The message is committed; its ack is thrown away, and the connection reset.",
      promise: "sent again under the same client_msg_id, it is acked with dup: stored once.",
    },
    slow_reader: {
      title: "Slow reader",
      does: "For five seconds nothing leaves towards you, and your socket counts as full. Your partner writes three times.",
      promise: "your chats fall silent, nobody else waits for you; then “behind”, and a sync brings all.",
    },
  },

  checks: {
    silence: "No ack came while it lasted.",
    inOrder: "All came, with rising numbers: {seqs}.",
    once: "Each message stands there exactly once, for you and for your partner (copies: {counts}).",
    pieces: "Reads and writes taken apart: {n}.",
    whole: "One whole ack came.",
    later: "The fastest ack took {n} ms.",
    noticed: "The client noticed that its socket ended (code {code}).",
    back: "It came back by itself, and resumed.",
    twoAcks: "Two acks came, the second with dup.",
    sameNumber: "Both name message {id}, number {seq}.",
    noAck: "No ack came before the connection broke.",
    dup: "Sent again, it was acked with dup: message {id}, number {seq}.",
    others: "Your partner's {n} messages were acked meanwhile.",
    quiet: "Nothing of them reached you.",
    behind: "Then the server said “behind”, and the client asked for the rest.",
  },
};

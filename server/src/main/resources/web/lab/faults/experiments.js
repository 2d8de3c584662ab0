// One experiment for each fault: what is done while it is there, and what must hold nevertheless.
import { ackTook, rises } from "../evidence.js";

/** @typedef {import("./run.js").Run} Run */

/** By the name of the fault. @type {Record<string, (run: Run) => Promise<void>>} */
export const experiments = {
  async stall(run) {
    const fault = await run.begin("stall", { seconds: 4 });
    const sent = await writeThree(run);
    await run.pause(1_500);
    run.check("silence", sent.every((message) => run.acks(message).length === 0));
    await run.ended(fault);
    await allAcked(run, sent);
    await run.once(...sent);
  },

  async fragments(run) {
    const fault = await run.begin("fragments", { seconds: 20 });
    const sent = await run.write();
    await run.acked(sent);
    await run.end(fault);
    await run.ended(fault);
    run.check("pieces", run.acts(fault) > 0, { n: run.acts(fault) });
    run.check("whole", run.acks(sent).length === 1);
    await run.once(sent);
  },

  async delay(run) {
    const millis = 400;
    const fault = await run.begin("delay", { seconds: 20, millis });
    const sent = await writeThree(run);
    await allAcked(run, sent);
    await run.end(fault);
    const fastest = Math.min(...sent.map(({ clientMsgId }) => ackTook(run.entries, clientMsgId)));
    // Both ways; the browser's clock and the server's timers may differ by a little.
    run.check("later", fastest > 2 * millis - 20, { n: Math.round(fastest) });
    await run.once(...sent);
  },

  async half_open(run) {
    const fault = await run.begin("half_open", { seconds: 4 });
    const sent = await run.write();
    await run.pause(1_500);
    run.check("silence", run.acks(sent).length === 0);
    const cut = await run.cut();
    await run.ended(fault);
    run.check("noticed", true, { code: cut.code });
    await run.back(cut);
    await run.acked(sent);
    await run.once(sent);
  },

  async reset(run) {
    await run.begin("reset", { seconds: 1 });
    const cut = await run.cut();
    run.check("noticed", true, { code: cut.code });
    const [mine, theirs] = await Promise.all([run.write(), run.answer()]);
    await run.back(cut);
    run.check("back", true);
    await Promise.all([run.acked(mine), run.answered(theirs)]);
    await run.once(mine, theirs);
  },

  async duplicate(run) {
    await run.begin("duplicate", { count: 1 });
    const sent = await run.write();
    await run.frame((frame) => frame.client_msg_id === sent.clientMsgId && frame.dup === true, "the second ack");
    const [first, second] = run.acks(sent);
    run.check("twoAcks", second !== undefined && first.dup === undefined);
    run.check("sameNumber", first.message_id === second?.message_id && first.seq === second?.seq, { id: first.message_id, seq: first.seq });
    await run.once(sent);
  },

  async lost_ack(run) {
    await run.begin("lost_ack", {});
    const sent = await run.write();
    const cut = await run.cut();
    run.check("noAck", run.acks(sent).length === 0);
    await run.back(cut);
    await run.acked(sent);
    // Who resumes learns of it from the replay, and need not ask; who did not, would do this:
    const again = await run.resend(sent);
    run.check("dup", again.type === "ack" && again.dup === true, { id: again.message_id, seq: again.seq });
    await run.once(sent);
  },

  async slow_reader(run) {
    const fault = await run.begin("slow_reader", { seconds: 5 });
    const sent = [];
    for (let i = 0; i < 3; i++) {
      sent.push(await run.answer());
      await run.answered(sent[i]);
    }
    run.check("others", true, { n: sent.length });
    run.check("quiet", sent.every(({ content }) => run.heard(content).length === 0));
    await run.ended(fault);
    await run.frame(({ type }) => type === "behind", "behind");
    run.check("behind", true);
    await run.once(...sent);
    const seqs = sent.map(({ content }) => run.heard(content)[0]?.seq);
    run.check("inOrder", rises(seqs), { seqs: seqs.join(", ") });
  },
};

async function writeThree(run) {
  const sent = [];
  for (let i = 0; i < 3; i++) {
    sent.push(await run.write());
  }
  return sent;
}

async function allAcked(run, sent) {
  await Promise.all(sent.map((message) => run.acked(message)));
  const seqs = sent.map((message) => run.acks(message)[0]?.seq);
  run.check("inOrder", rises(seqs) && !seqs.includes(undefined), { seqs: seqs.join(", ") });
}

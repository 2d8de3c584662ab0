// What the lessons' buttons do.
import { acks } from "../evidence.js";
import { commits } from "../metrics.js";

/** How many messages make it sure that some wait while another is committed. */
const MANY = 64;

/** Within half a second the server's numbers are those of the look before. */
const NEW_NUMBERS_MS = 600;

const GO_AWAY_MS = 2_500;

export const reopen = (bench) => bench.reopen();

/** Asks something of the server, on whichever connection the browser takes: all are watched. */
export async function request(bench) {
  const { api } = bench;
  await api.watch({ seconds: 5, hex: 1024 });
  const idle = (await api.connections()).filter(({ kind, feed }) => kind === "http" && !feed);
  await Promise.all(idle.map(({ id }) => api.probe(id, { hex: 1024 })));
  await bench.learner.messenger.sessions();
  // One that has ended meanwhile has none.
  await Promise.allSettled(idle.map(({ id }) => api.unprobe(id)));
}

export async function writeProbed(bench) {
  await bench.connected();
  await bench.probe({ hex: 1024 });
  await bench.write();
}

/** The partner writes while nothing leaves towards the learner. */
export async function readSlowly(bench) {
  const { id } = await bench.connected();
  await bench.api.breakIt(id, "slow_reader", { seconds: 3 });
  for (let i = 0; i < 3; i++) {
    await bench.answer();
  }
}

/** Nothing watches the socket meanwhile: one commit is over before a watched frame has passed all that looks at it. */
export async function writeMany(bench) {
  const { api, journal } = bench;
  await bench.connected();
  await bench.unprobe();
  const before = await commitsSoFar(api);
  const ids = Array.from({ length: MANY }, () => crypto.randomUUID());
  const begun = journal.now;
  ids.forEach((clientMsgId) => bench.writeRaw(clientMsgId));
  await journal.until(() => ids.every((id) => acks(journal.since(begun), id).length > 0), { after: begun, what: "all acks" });
  journal.add({ kind: "commits", messages: MANY, commits: (await commitsSoFar(api)) - before });
}

async function commitsSoFar(api) {
  await new Promise((resolve) => setTimeout(resolve, NEW_NUMBERS_MS));
  return commits(await api.numbers());
}

export async function writeTwice(bench) {
  const sent = await bench.write();
  await bench.learner.messenger.acknowledged(sent.clientMsgId);
  bench.resend(sent.clientMsgId);
}

/** The partner writes while the learner is away. */
export async function cut(bench) {
  const { journal } = bench;
  const { id } = await bench.connected();
  const before = journal.now;
  await bench.api.breakIt(id, "reset", { seconds: 1 });
  await journal.until((it) => it.kind === "socket" && it.device === "learner" && it.state === "closed", { after: before });
  await bench.answer();
}

export async function writeToMany(bench) {
  await bench.moreDevices();
  await bench.write();
}

/** A rehearsal: the page plays the server's part. */
export async function goAway(bench) {
  const { tap } = bench.learner;
  tap.hear({ type: "goaway", reason: "rehearsal", reconnect_in_ms: GO_AWAY_MS });
  tap.end(1012);
  await bench.write();
}

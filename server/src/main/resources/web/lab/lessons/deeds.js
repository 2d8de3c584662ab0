// What the lessons' buttons do.

/** How many messages make it sure that some wait while the first is committed. */
const MANY = 8;

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

/** All are announced first, and then leave together. */
export async function writeMany(bench) {
  const ids = Array.from({ length: MANY }, () => crypto.randomUUID());
  await Promise.all(ids.map((clientMsgId) => bench.api.follow(clientMsgId)));
  ids.forEach((clientMsgId) => bench.writeRaw(clientMsgId));
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

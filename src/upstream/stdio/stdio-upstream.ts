import type { StdioServer } from '../../config/index.ts';
import { Fault } from '../../kernel/index.ts';
import { discoverOverStdio } from '../era/ask-process.ts';
import { Eras } from '../era/eras.ts';
import type { EraEvidence } from '../era/verdict.ts';
import { RestartDelay } from '../restart-delay.ts';
import type { Era, Upstream } from '../upstream.ts';
import { Conversation, type StdioDeps } from './conversation.ts';
import { lostSession, StdioSession } from './stdio-session.ts';

/** A process that says nothing for so long does not know the question after its era. */
const silenceMs = 10_000;

/**
 * A server that is a program: each session has a process of its own (a legacy process *is* a session), unless the
 * operator says that one may be shared. A process that crashed is started again when it is next needed, and not before
 * the back-off allows.
 */
export function stdioUpstream(server: StdioServer, deps: StdioDeps): Upstream {
  const conversations = new Set<Conversation>();
  const restarts = new RestartDelay(deps.clock);
  /** A process learns the era from the first that it hears, so that one is shared within an era only. */
  const shared = new Map<Era, Conversation>();
  /** Started ahead, and nobody's yet. */
  let spare: Conversation | undefined;
  /** One that has answered `server/discover`, and is nobody's yet. */
  let discovered: Conversation | undefined;
  let health: ReturnType<Upstream['health']> = { state: 'unknown' };
  let closed = false;

  /** @param trial how it ends says nothing of the server */
  const start = (trial = false): Conversation => {
    const startedAt = deps.clock.monotonic();
    let spoke = false;
    const conversation = new Conversation(server, deps, {
      heard: () => {
        spoke = true;
        if (health.state !== 'up') health = { state: 'up' };
      },
      ended: (how) => {
        conversations.delete(conversation);
        if (trial && !spoke) return;
        // One that spoke can start: what ended it is an affair of its session, and must not keep others from starting theirs.
        if (!spoke) restarts.crashed(deps.clock.monotonic() - startedAt);
        health = { state: 'down', detail: `the process ${how}` };
      },
    });
    conversations.add(conversation);
    return conversation;
  };

  const end = async (conversation: Conversation): Promise<void> => {
    await conversation.end();
    conversations.delete(conversation);
  };

  const sessionOn = (conversation: Conversation, era: Era): StdioSession => {
    if (!server.shared) return new StdioSession(conversation, () => end(conversation));
    shared.set(era, conversation);
    return new StdioSession(conversation, async () => {});
  };

  const notBefore = (): string | undefined => {
    const wait = restarts.wait();
    if (wait <= 0) return undefined;
    return `The server keeps ending; it may be started again in ${Math.ceil(wait / 1000)} s.`;
  };

  /** A process of its own is asked: the question costs some servers their life. One that passed is used. */
  const discover = async (): Promise<EraEvidence> => {
    const why = closed ? 'The gateway is closing.' : notBefore();
    if (why !== undefined) throw new Fault('upstream_unavailable', why);
    const conversation = start(true);
    const session = new StdioSession(conversation, async () => {});
    let modern = false;
    try {
      const evidence = await discoverOverStdio(session, deps.silenceMs ?? silenceMs);
      modern = evidence.modern === true;
      return evidence;
    } finally {
      await session.close();
      if (modern && discovered === undefined && !conversation.over) discovered = conversation;
      else void end(conversation);
    }
  };
  const eras = new Eras(deps.clock, { discover });

  /** What was started before it was asked for. */
  const ready = (era: Era): Conversation | undefined => {
    let found: Conversation | undefined;
    if (era === 'modern' && discovered !== undefined) {
      found = discovered;
      discovered = undefined;
    } else {
      found = spare;
      spare = undefined;
    }
    return found?.over === false ? found : undefined;
  };

  return {
    slug: server.slug,
    transport: 'stdio',
    at: undefined,
    era: (client) => eras.forClient(client),
    misjudged: (era) => eras.misjudged(era),
    verdict: () => eras.verdict,
    open(era = 'legacy') {
      if (closed) return lostSession('The gateway is closing.');
      const running = shared.get(era);
      if (running?.over === false) return new StdioSession(running, async () => {});
      const started = ready(era);
      if (started !== undefined) return sessionOn(started, era);
      const why = notBefore();
      return why === undefined ? sessionOn(start(), era) : lostSession(why);
    },
    warm() {
      if (!closed && restarts.wait() === 0) spare ??= start();
    },
    health: () => health,
    async close() {
      closed = true;
      await Promise.all([...conversations].map(end));
    },
  };
}

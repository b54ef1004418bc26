import type { StdioServer } from '../../config/index.ts';
import { backOff } from '../back-off.ts';
import type { Upstream } from '../upstream.ts';
import { Conversation, type StdioDeps } from './conversation.ts';
import { lostSession, StdioSession } from './stdio-session.ts';

/**
 * A server that is a program: each session has a process of its own (a legacy process *is* a session), unless the
 * operator says that one may be shared. A process that crashed is started again when it is next needed, and not before
 * the back-off allows.
 */
export function stdioUpstream(server: StdioServer, deps: StdioDeps): Upstream {
  const conversations = new Set<Conversation>();
  const restarts = backOff(deps.clock);
  let shared: Conversation | undefined;
  /** Started ahead, and nobody's yet. */
  let spare: Conversation | undefined;
  let health: ReturnType<Upstream['health']> = { state: 'unknown' };
  let closed = false;

  const start = (): Conversation => {
    const startedAt = deps.clock.monotonic();
    let spoke = false;
    const conversation = new Conversation(server, deps, {
      heard: () => {
        spoke = true;
        if (health.state !== 'up') health = { state: 'up' };
      },
      ended: (how) => {
        conversations.delete(conversation);
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

  const sessionOn = (conversation: Conversation): StdioSession => {
    if (!server.shared) return new StdioSession(conversation, () => end(conversation));
    shared = conversation;
    return new StdioSession(conversation, async () => {});
  };

  return {
    slug: server.slug,
    transport: 'stdio',
    open() {
      if (closed) return lostSession('The gateway is closing.');
      if (shared !== undefined && !shared.over) return new StdioSession(shared, async () => {});
      const ready = spare;
      spare = undefined;
      if (ready !== undefined && !ready.over) return sessionOn(ready);
      const wait = restarts.wait();
      if (wait > 0) {
        return lostSession(`The server keeps ending; it may be started again in ${Math.ceil(wait / 1000)} s.`);
      }
      return sessionOn(start());
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

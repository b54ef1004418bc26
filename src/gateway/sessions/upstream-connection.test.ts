import { describe, expect, it } from 'vitest';
import { manualClock } from '../../kernel/index.ts';
import { defaultCaps, readUpstreamMessage } from '../../protocol/index.ts';
import type { Listener, Upstream, UpstreamFailure, UpstreamSession } from '../../upstream/index.ts';
import { UpstreamConnection } from './upstream-connection.ts';

const hello = { protocolVersion: '2025-11-25', capabilities: '{}', clientInfo: '{"name":"t","version":"1"}' };

/** A server that greets everybody and can be made to lose a conversation. */
function server() {
  const open: { lose(): void }[] = [];
  const upstream: Upstream = {
    slug: 's',
    transport: 'stdio',
    at: undefined,
    warm: () => {},
    era: async () => 'legacy',
    misjudged: () => {},
    verdict: () => undefined,
    health: () => ({ state: 'up' }),
    close: async () => {},
    open: (): UpstreamSession => {
      let lost: ((failure: UpstreamFailure) => void) | undefined;
      open.push({ lose: () => lost?.({ code: 'upstream_unavailable', message: 'gone', sent: true }) });
      return {
        request: (_render, _headers, listener: Listener) => {
          const welcome = { jsonrpc: '2.0', id: 1, result: { protocolVersion: '2025-11-25', capabilities: {} } };
          const message = readUpstreamMessage(Buffer.from(JSON.stringify(welcome)), defaultCaps);
          if (message.kind === 'result') queueMicrotask(() => listener.answer(message));
          return { upstreamId: 1, cancel: () => {} };
        },
        send: async () => {},
        unattributed: () => {},
        onLost: (handler) => {
          lost = handler;
        },
        listen: () => {},
        close: async () => {},
      };
    },
  };
  return { upstream, open };
}

const deaf = () => ({ notification: () => {}, request: () => {} });

describe('Connection', () => {
  it('begins again when the server was lost, at once the first time and ever later when it keeps ending', async () => {
    const clock = manualClock(1_000_000);
    const { upstream, open } = server();
    const connection = new UpstreamConnection(upstream, hello, deaf, clock);
    const lose = async (): Promise<void> => {
      await connection.open();
      open.at(-1)?.lose();
      expect(connection.current).toBeUndefined();
    };
    await lose();
    await lose();
    await expect(connection.open()).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(open).toHaveLength(2);
    clock.advance(500);
    await lose();
    clock.advance(999);
    await expect(connection.open()).rejects.toThrow('again in 1 s');
    clock.advance(1);
    await connection.open();
    expect(connection.current).toBeDefined();
  });

  it('keeps nobody else waiting: another session of the same server begins at once', async () => {
    const clock = manualClock(1_000_000);
    const { upstream, open } = server();
    const [one, other] = [
      new UpstreamConnection(upstream, hello, deaf, clock),
      new UpstreamConnection(upstream, hello, deaf, clock),
    ];
    for (let i = 0; i < 2; i++) {
      await one.open();
      open.at(-1)?.lose();
    }
    await expect(one.open()).rejects.toThrow();
    await other.open();
    expect(other.current).toBeDefined();
  });

  it('opens once for all who ask at the same time, and never after it was closed', async () => {
    const { upstream, open } = server();
    const connection = new UpstreamConnection(upstream, hello, deaf, manualClock());
    await Promise.all([connection.open(), connection.open(), connection.open()]);
    expect(open).toHaveLength(1);
    await connection.close();
    await expect(connection.open()).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });
});

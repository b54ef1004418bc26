import { expect, it } from 'vitest';
import { servers } from '../../test/support/gateway/servers.ts';
import { readConfig } from '../config/index.ts';
import { anchoredClock, manualClock } from '../kernel/index.ts';
import { openUpstream } from '../upstream/index.ts';
import { Inspector } from './inspector.ts';

it('tells operators by what a server may have an address that is not public', async () => {
  const read = readConfig({ servers: { inside: { url: 'http://127.0.0.1:9/mcp' } } }, '/toolgate.yaml', {});
  const config = read.ok ? read.config.servers.get('inside') : undefined;
  if (config === undefined) throw new Error('the configuration does not read');
  const inspector = new Inspector(() => ({ servers: new Map() }) as never, manualClock(), '1');
  await expect(inspector.inspect(config)).rejects.toMatchObject({
    code: 'upstream_unavailable',
    message: expect.stringContaining('(allowPrivate)'),
  });
});

it('starts no process to know what a server has, and knows it once an operator has asked', async () => {
  const read = readConfig({ servers: { it: servers.outspoken() } }, '/toolgate.yaml', {});
  const config = read.ok ? read.config.servers.get('it') : undefined;
  if (config === undefined) throw new Error('the configuration does not read');
  const events: string[] = [];
  const upstream = await openUpstream(config, { clock: anchoredClock(), log: ({ event }) => void events.push(event) });
  try {
    const snapshot = { servers: new Map([['it', { config, upstream }]]) };
    const inspector = new Inspector(() => snapshot as never, anchoredClock(), '1');
    const never = new Promise(() => undefined);
    expect(await inspector.heard(config, never)).toBeUndefined();
    expect(events).toEqual([]);
    const { tools } = await inspector.inspect(config);
    expect(tools.size).toBeGreaterThan(0);
    expect((await inspector.heard(config, never))?.tools).toBe(tools);
    expect(events.filter((event) => event === 'started')).toHaveLength(1);
  } finally {
    await upstream.close();
  }
});

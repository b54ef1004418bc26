import { expect, it } from 'vitest';
import { readConfig } from '../config/index.ts';
import { manualClock } from '../kernel/index.ts';
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

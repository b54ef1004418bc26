import { expect, it } from 'vitest';
import { openGateway } from '../adversarial/gateway/open-gateway.ts';

const sound = { version: '1', default: 'deny', tools: { a: {} } };
const doubtful = { version: '1', default: 'deny', tools: { a: { action: 'deny', rate_limit: { max: 1, window: 1 } } } };
const setup = (policy: object) => ({
  servers: { nowhere: { url: 'http://127.0.0.1:9/mcp', allowPrivate: true } },
  policies: { p: policy },
  grants: { agent: { nowhere: 'p' } },
});

it('what a policy says in vain is in the log, at the start and after a reload, and a sound policy says nothing', async () => {
  const gateway = await openGateway(setup(sound));
  try {
    expect(gateway.log()).not.toContain('a configuration may not say what was meant');
    expect((await gateway.apply(setup(doubtful))).ok).toBe(true);
    expect(gateway.log()).toContain('a configuration may not say what was meant');
  } finally {
    await gateway.close();
  }
  const again = await openGateway(setup(doubtful));
  try {
    expect(again.log()).toContain('a configuration may not say what was meant');
  } finally {
    await again.close();
  }
});

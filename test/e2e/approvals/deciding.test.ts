/** Deciding on calls that wait: who may, what it lets through, and what else has a say in it. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { approvals, type ListedApproval, pendingId, textOf as text } from '../../support/gateway/approvals.ts';
import { legacyClient, modernClient } from '../../support/gateway/clients.ts';
import { type ControlClient, controlClient, controlClientWith } from '../../support/gateway/control.ts';
import { modernHeaders, modernMeta } from '../../support/gateway/listen.ts';
import { post } from '../../support/gateway/raw-session.ts';
import { runHere } from '../../support/gateway/run-here.ts';
import { servers } from '../../support/gateway/servers.ts';
import { type GatewaySetup, startGateway, type TestGateway } from '../../support/gateway/start-gateway.ts';

const soon = { timeout: 25_000, interval: 50 };

describe.concurrent('a decision', () => {
  const held = (more: object = {}) => ({
    version: '1',
    default: 'deny',
    tools: { echo: { action: 'require_approval', approval: { hold: 1, ...more } } },
  });
  const setup: GatewaySetup = {
    servers: { legacy: { ...servers.legacy(), shared: true }, modern: { ...servers.modern(), shared: true } },
    policies: {
      held: held(),
      // Longer than anybody needs to decide: what is shown is who goes on, not who was in time.
      patient: held({ hold: 6 }),
      brief: held({ timeout: 2 }),
      two: held({ approvers: { count: 2 } }),
      finance: held({ approvers: { groups: ['finance'] } }),
      limited: {
        ...held(),
        tools: { echo: { action: 'require_approval', approval: { hold: 1 }, rate_limit: { max: 1, window: 'hour' } } },
      },
      changed: held(),
      asking: {
        ...held(),
        tools: { confirm: { action: 'require_approval', approval: { hold: 1 } } },
        server_requests: { elicitation: 'form' },
      },
    },
    grants: {
      // A grant that is denied too often is asked for no more: each test that denies has its own.
      ...Object.fromEntries(
        ['forger', 'gone', 'often', 'guarded', 'recorded'].map((label) => [label, { legacy: 'held' }]),
      ),
      three: { legacy: 'patient' },
      long: { legacy: 'held' },
      brief: { legacy: 'brief', modern: 'brief' },
      two: { legacy: 'two' },
      finance: { legacy: 'finance' },
      limited: { legacy: 'limited' },
      changed: { legacy: 'changed' },
      asking: { modern: 'asking' },
    },
  };
  let gateway: TestGateway;
  let approver: ControlClient;
  beforeAll(async () => {
    gateway = await startGateway(setup);
    approver = await controlClient(gateway, 'approver');
  }, 120_000);
  afterAll(async () => {
    await gateway?.stop();
  }, 120_000);

  const listed = async (query: string) => {
    const { body } = await approver('GET', `/approvals?${query}`);
    return (body as { readonly items: readonly ListedApproval[] }).items;
  };
  const decide = (id: string, verb: 'approve' | 'deny', body: object = {}) =>
    approver('POST', `/approvals/${id}/${verb}`, body);
  const waiting = (grant: string) =>
    vi.waitFor(async () => {
      const [one] = await listed(`state=pending&grant=${grant}`);
      if (one === undefined) throw new Error('nothing waits');
      return one.id;
    }, soon);
  const legacy = (grant: string, slug = 'legacy') => legacyClient(gateway.url(slug), gateway.token(grant));
  const echo = (value: string) => ({ name: 'echo', arguments: { value } });

  it('a call that was approved and is asked for input by its server goes on without a second approval', async () => {
    const client = await modernClient(gateway.url('modern'), gateway.token('asking'), 'pinned', {
      elicitation: { form: {} },
    });
    const asked: string[] = [];
    client.setRequestHandler('elicitation/create', ({ params }) => {
      asked.push((params as { message: string }).message);
      return { action: 'accept', content: { sure: true } };
    });
    const calling = client.callTool({ name: 'confirm', arguments: {} });
    const id = await waiting('asking');
    await decide(id, 'approve');
    expect(text(await calling)).toBe('sure: true');
    // What the server asked came last, and once; before it the gateway may have asked to wait on.
    expect(asked.filter((message) => !message.includes('somebody else decides'))).toHaveLength(1);
    expect((await listed('grant=asking')).map(({ state }) => state)).toEqual(['consumed']);
    await client.close();
  }, 120_000);

  it('nobody is asked about a megabyte of arguments, and nothing of it is kept', async () => {
    const client = await legacy('long');
    const said = text(await client.callTool(echo('x'.repeat(1024 * 1024))));
    expect(said).toMatch(/would have to read 10\d{5} bytes of it; nobody is asked about more than 1048576/);
    expect(await listed('grant=long')).toEqual([]);
    await client.close();
  }, 120_000);

  it('a state that is made up, or of another call, never makes a call look approved', async () => {
    const call = async (args: object, more: object) => {
      const params = { name: 'echo', arguments: args, _meta: modernMeta, ...more };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      const answer = await post(
        gateway.url('legacy'),
        gateway.token('forger'),
        body,
        modernHeaders('tools/call', 'echo'),
      );
      const data = /^data: (.*)$/m.exec(answer.text)?.[1] ?? answer.text;
      return JSON.parse(data) as { result?: { resultType: string; requestState: string }; error?: { code: number } };
    };
    const first = await call({ value: 'state' }, {});
    expect(first.result?.resultType).toBe('input_required');
    const requestState = first.result?.requestState ?? '';
    expect((await call({ value: 'another' }, { requestState })).error?.code).toBe(-32602);
    expect((await call({ value: 'state' }, { requestState: `${requestState}x` })).error?.code).toBe(-32602);
    const yes = { 'io.toolgate/waiting': { action: 'accept', content: { approved: true } } };
    const again = await call({ value: 'state' }, { requestState, inputResponses: yes });
    expect(again.result?.resultType).toBe('input_required');
    await decide(await waiting('forger'), 'deny');
  }, 120_000);

  it('an approval stands for a client that has gone, and for its session alone', async () => {
    const client = await legacy('gone');
    const calling = client.callTool(echo('gone')).catch((error: unknown) => error);
    const id = await waiting('gone');
    await client.transport?.close();
    await calling;
    await decide(id, 'approve');
    // In its session only: the session is what the approval is bound to.
    const other = await legacy('gone');
    expect(pendingId(await other.callTool(echo('gone')))).not.toBe(id);
    await decide(await waiting('gone'), 'deny');
    await other.close();
  }, 120_000);

  it('one decision lets one of three identical calls through, at the URL of all servers', async () => {
    const client = await legacyClient(`${gateway.origin}/mcp`, gateway.token('three'));
    const call = { name: 'legacy__echo', arguments: { value: 'three' } };
    const calls = Array.from({ length: 3 }, () => client.callTool(call));
    const id = await waiting('three');
    await decide(id, 'approve');
    const results = await Promise.all(calls);
    expect(results.filter((result) => result.isError !== true)).toHaveLength(1);
    expect(results.filter((result) => text(result).startsWith('[APPROVAL PENDING] legacy__echo'))).toHaveLength(2);
    await decide(await waiting('three'), 'deny');
    await client.close();
  }, 120_000);

  it('what nobody decides is a no, told once', async () => {
    const client = await legacy('brief');
    const id = pendingId(await client.callTool(echo('late')));
    await vi.waitFor(async () => {
      if ((await listed('state=expired&grant=brief'))[0]?.id !== id) throw new Error('there is time yet');
    }, soon);
    expect(text(await client.callTool(echo('late')))).toMatch(
      /^\[POLICY DENIED\] echo: nobody approved this call in time/,
    );
    expect(pendingId(await client.callTool(echo('late')))).not.toBe(id);
    expect((await decide(id, 'approve')).status).toBe(409);
    await client.close();
  }, 120_000);

  it('two people must agree where two must, and a group where a group must', async () => {
    const client = await legacy('two');
    const id = pendingId(await client.callTool(echo('both')));
    await decide(id, 'approve');
    expect((await decide(id, 'approve')).status).toBe(409);
    expect(pendingId(await client.callTool(echo('both')))).toBe(id);
    expect(await approvals(gateway.dataFolder, 'approve', id)).toContain('approved echo on legacy by two');
    expect(text(await client.callTool(echo('both')))).toContain('both');
    await client.close();

    const finance = await legacy('finance');
    const asked = pendingId(await finance.callTool(echo('money')));
    expect(await decide(asked, 'approve')).toMatchObject({ body: { code: 'forbidden' } });
    const keys = (await runHere('api-key', 'list', '--json', '--data', gateway.dataFolder)).trim().split('\n');
    const items = keys.map((line) => JSON.parse(line) as { readonly id: string; readonly role: string });
    const member = items.find(({ role }) => role === 'approver')?.id ?? '';
    await approvals(gateway.dataFolder, 'groups', 'set', 'finance', `api_key:${member}`);
    expect((await decide(asked, 'approve')).status).toBe(200);
    expect(text(await finance.callTool(echo('money')))).toContain('money');
    await finance.close();
  }, 120_000);

  it('no decision is burnt on a limit, and nobody is asked for a call that cannot run', async () => {
    const client = await legacy('limited');
    const [one, two] = [pendingId(await client.callTool(echo('1'))), pendingId(await client.callTool(echo('2')))];
    await decide(one, 'approve');
    await decide(two, 'approve');
    expect(text(await client.callTool(echo('1')))).toContain('1');
    expect(text(await client.callTool(echo('2')))).toContain('limit of 1 per hour reached');
    expect(text(await client.callTool(echo('3')))).toContain('limit of 1 per hour reached');
    expect((await listed('state=approved&grant=limited')).map(({ id }) => id)).toEqual([two]);
    await client.close();
  }, 120_000);

  it('a policy that denies in the meantime wins, and one that asks otherwise asks anew', async () => {
    const client = await legacy('changed');
    const id = pendingId(await client.callTool(echo('then')));
    await decide(id, 'approve');
    const inForce = (reloads: number) =>
      vi.waitFor(async () => {
        const told = gateway.child.stderr().match(/the new configuration is in force/g) ?? [];
        if (told.length < reloads) throw new Error('the configuration is the old one');
      }, soon);
    const other = {
      tools: { echo: { action: 'require_approval', reason: 'Now for another reason.', approval: { hold: 1 } } },
    };
    await gateway.rewrite({
      ...setup,
      policies: { ...setup.policies, changed: { version: '1', default: 'deny', ...other } },
    });
    await inForce(1);
    expect(pendingId(await client.callTool(echo('then')))).not.toBe(id);
    const no = { version: '1', default: 'deny', tools: { echo: { action: 'deny', reason: 'No more.' } } };
    await gateway.rewrite({ ...setup, policies: { ...setup.policies, changed: no } });
    await inForce(2);
    expect(text(await client.callTool(echo('then')))).toBe('[POLICY DENIED] echo: No more.');
    await client.close();
  }, 120_000);

  it('exceptions let repetitions through as long as they stand, and are listed and revoked', async () => {
    const client = await modernClient(gateway.url('legacy'), gateway.token('often'), 'pinned');
    const calling = client.callTool(echo('often'));
    const id = await waiting('often');
    const made = await decide(id, 'approve', { minutes: 5 });
    const { exception } = made.body as { exception?: { id: string; difference: string } };
    await calling;
    expect(text(await client.callTool(echo('often')))).toContain('often');
    expect(text(await client.callTool(echo('often')))).toContain('often');
    expect(await approvals(gateway.dataFolder, 'exceptions', 'list')).toContain(
      '/tools/echo/action: ask → allow, for echo',
    );
    await approvals(gateway.dataFolder, 'exceptions', 'revoke', exception?.id ?? '');
    const again = client.callTool(echo('often'));
    await decide(await waiting('often'), 'deny', { reason: 'Enough.' });
    expect(text(await again)).toContain('Enough.');
    await client.close();
  }, 120_000);

  it('an agent has no right on any route, nor has a viewer to decide; a GET decides nothing', async () => {
    const client = await legacy('guarded');
    const id = pendingId(await client.callTool(echo('guarded')));
    const viewer = await controlClient(gateway, 'viewer');
    const agent = controlClientWith(gateway, gateway.token('guarded'));
    const routes: [string, string, object?][] = [
      ['GET', '/approvals'],
      ['GET', `/approvals/${id}`],
      ['POST', `/approvals/${id}/approve`, {}],
      ['POST', `/approvals/${id}/deny`, {}],
      ['POST', `/approvals/${id}/propose`, { arguments: {} }],
      ['GET', '/approval-exceptions'],
      ['DELETE', `/approval-exceptions/${id}`],
      ['GET', '/approver-groups'],
      ['PUT', '/approver-groups/x', { members: [] }],
    ];
    for (const [method, path, body] of routes) expect((await agent(method, path, body)).status).toBe(401);
    for (const [method, path, body] of routes.filter(([method]) => method !== 'GET')) {
      expect((await viewer(method, path, body)).status).toBe(403);
    }
    expect(await viewer('GET', `/approvals/${id}`)).toMatchObject({ body: { arguments: null } });
    expect(await approver('GET', `/approvals/${id}`)).toMatchObject({
      body: { arguments: '{\n  "value": "guarded"\n}' },
    });
    for (const path of [`/approvals/${id}/approve`, `/approvals/${id}/deny`]) {
      expect((await approver('GET', path)).status).toBe(404);
    }
    expect(pendingId(await client.callTool(echo('guarded')))).toBe(id);
    await decide(id, 'deny');
    await client.close();
  }, 120_000);

  it('stands on both records: who decided, and which call used it', async () => {
    const client = await legacy('recorded');
    const id = pendingId(await client.callTool(echo('recorded')));
    await decide(id, 'approve');
    await client.callTool(echo('recorded'));
    await client.close();
    await vi.waitFor(async () => {
      const calls = (await gateway.calls()).filter(({ approval }) => approval === id);
      expect(calls.map(({ outcome, decidedBy }) => [outcome, decidedBy])).toEqual([
        ['hold', undefined],
        ['allow', ['test-approver']],
      ]);
      const events = (await gateway.events()).filter(({ detail }) => detail.approval === id);
      expect(events.map(({ event }) => event).sort()).toEqual([
        'approval.approve',
        'approval.used',
        'approval_requested',
      ]);
    }, soon);
  }, 120_000);
});

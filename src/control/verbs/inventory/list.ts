import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { listed, type Policy } from '../../../policy/index.ts';
import type { Grant } from '../../../snapshot/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { cut, largePageFields, pageOf, placeOf } from '../../page.ts';
import { slugField } from '../../registry/names.ts';
import { grantRef } from '../grant/grant.ts';
import { isToxic, type ToolsOfServers, toolsOf } from './known-tools.ts';
import { lastUses, type Uses } from './last-uses.ts';

const toolShape = z.strictObject({
  server: z.string(),
  tool: z.string(),
  category: z.string(),
  severity: z.string(),
  policy: z.string(),
  policyVersion: z.number().int(),
  observe: z.boolean().describe('the policy refuses nothing, it records only'),
  conditional: z.boolean().describe('some calls of it are refused, by what they say'),
  approval: z.enum(['never', 'sometimes', 'always']),
  limits: z.array(z.string()),
  lastUsedAt: z.number().nullable().describe('within the last 30 days; null: nobody used it'),
});

const itemShape = z.strictObject({
  grant: z.string(),
  label: z.string(),
  tools: z.array(toolShape).describe('those that it can call'),
  unknown: z.array(z.string()).describe('servers whose tools nobody could tell'),
  toxicFlow: z.boolean().describe('together they read strangers’ text, private data, and have a way out'),
});

/** For each grant in force the tools that it can call, and what stands between. */
export const listInventory = defineVerb({
  name: 'inventory.list',
  summary: 'For each grant the tools that it can call: class, limits, approvals, and what nobody used in 30 days.',
  permission: 'inventory:read',
  change: false,
  input: z.strictObject({
    ...largePageFields,
    grant: grantRef.optional(),
    q: z.string().max(100).optional().describe('a part of the label'),
    server: slugField.optional(),
    unused: z.stringbool().or(z.boolean()).default(false).describe('only what nobody used in 30 days'),
  }),
  output: pageOf(itemShape),
  prepare: async ({ cursor, limit, grant: ref, q, server, unused }, { sql, services, now }) => {
    if (services.snapshot === undefined) {
      throw new Fault('store_unavailable', 'start the gateway: what agents can call is known where it runs');
    }
    const snapshot = await services.snapshot();
    const after = cursor === undefined ? '' : placeOf(cursor).id;
    const key = ({ principal: { grant } }: Grant): string => `${grant.label} ${grant.id}`;
    const meant = [...snapshot.grantsById.values()]
      .filter(({ principal: { grant }, access }) => {
        const named = ref === undefined || grant.id === ref || grant.label === ref;
        return named && (q === undefined || grant.label.includes(q)) && (server === undefined || access.has(server));
      })
      .filter((grant) => key(grant) > after)
      .sort((a, b) => (key(a) < key(b) ? -1 : 1))
      .slice(0, limit + 1);
    const slugs = new Set(
      meant.flatMap(({ access }) => [...access.keys()].filter((slug) => server === undefined || slug === server)),
    );
    const tools = slugs.size === 0 ? new Map() : await toolsOf(sql, services, snapshot, slugs);
    const ids = meant.map(({ principal: { grant } }) => grant.id);
    const uses = await lastUses(sql, ids, now);
    return cut(
      meant,
      limit,
      (grant) => ({ at: 0, id: key(grant) }),
      (grant) => itemOf(grant, slugs, tools, uses, unused),
    );
  },
  run: async (_input, _context, page) => page,
});

function itemOf(
  { principal: { grant }, access }: Grant,
  slugs: ReadonlySet<string>,
  known: ToolsOfServers,
  uses: Uses,
  unused: boolean,
): z.input<typeof itemShape> {
  const reach = [...access].filter(([slug]) => slugs.has(slug));
  const callable = reach.flatMap(([server, { policy }]) =>
    policy === undefined
      ? []
      : (known.get(server) ?? [])
          .filter(({ name }) => mayBeCalled(policy.policy, name))
          .map((tool) => ({ ...tool, server, attached: policy })),
  );
  const tools = callable.map(({ server, name, category, severity, attached }) => ({
    server,
    tool: name,
    category,
    severity,
    policy: attached.name,
    policyVersion: attached.version,
    ...termsOf(attached.policy, name),
    lastUsedAt: uses.get(grant.id)?.get(`${server}/${name}`) ?? null,
  }));
  return {
    grant: grant.id,
    label: grant.label,
    tools: unused ? tools.filter(({ lastUsedAt }) => lastUsedAt === null) : tools,
    unknown: reach.map(([slug]) => slug).filter((slug) => known.get(slug) === undefined),
    toxicFlow: isToxic(callable),
  };
}

/** Whether any call of it may go through. */
function mayBeCalled(policy: Policy, name: string): boolean {
  if (policy.mode === 'observe') return true;
  return listed(policy, 'tool', name) && policy.toolPlan(name).denied === undefined;
}

function termsOf(policy: Policy, name: string) {
  const { require, arguments: rules, denyIf, asks, budgets, slots } = policy.toolPlan(name);
  const limits = budgets.map(({ limit: { max, window, scope, counter } }) => {
    return `${counter}: ${max / 1_000_000} in ${spanWords(window.ms)} a ${scope}`;
  });
  const conditional = require.length + rules.length + denyIf.length > 0;
  return {
    observe: policy.mode === 'observe',
    conditional,
    approval:
      asks.length === 0
        ? ('never' as const)
        : asks.some(({ rule }) => rule === undefined)
          ? ('always' as const)
          : ('sometimes' as const),
    limits: [...limits, ...slots.map(({ concurrency: { max } }) => `${max} at a time`)],
  };
}

function spanWords(ms: number): string {
  const second = 1_000;
  for (const [span, word] of [
    [86_400 * second, 'd'],
    [3_600 * second, 'h'],
    [60 * second, 'min'],
    [second, 's'],
  ] as const) {
    if (ms % span === 0) return `${ms / span} ${word}`;
  }
  return `${ms} ms`;
}

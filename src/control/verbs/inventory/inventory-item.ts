import { z } from 'zod';
import { listed, type Policy } from '../../../policy/index.ts';
import type { AttachedPolicy, Grant } from '../../../snapshot/index.ts';
import { type InventoryTool, isToxic, type ToolsOfServer } from './inventory-tools.ts';

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

/** A grant, and what it can call. */
export const inventoryShape = z.strictObject({
  grant: z.string(),
  label: z.string(),
  tools: z.array(toolShape).describe('those that it can call'),
  unknown: z.array(z.string()).describe('servers that have not been heard yet: nobody knows their tools'),
  toxicFlow: z.boolean().describe('together they read strangers’ text, private data, and have a way out'),
});

export type InventoryItem = z.input<typeof inventoryShape>;

/** A tool that a grant can call, under the policy that it has there. */
interface Callable extends InventoryTool {
  readonly server: string;
  readonly attached: AttachedPolicy;
}

/** @param known the servers that are looked at; others of the grant's are passed over */
export function callableBy({ access }: Grant, known: ReadonlyMap<string, ToolsOfServer>): readonly Callable[] {
  return [...access].flatMap(([server, { policy }]) =>
    policy === undefined
      ? []
      : (known.get(server) ?? [])
          .filter(({ name }) => mayBeCalled(policy.policy, name))
          .map((tool) => ({ ...tool, server, attached: policy })),
  );
}

/**
 * @param used when it last called what, by `<server>/<tool>`
 * @param unused only what it did not call
 */
export function inventoryItem(
  { principal: { grant }, access }: Grant,
  callable: readonly Callable[],
  known: ReadonlyMap<string, ToolsOfServer>,
  used: ReadonlyMap<string, number> | undefined,
  unused: boolean,
): InventoryItem {
  const tools = callable.map(({ server, name, category, severity, attached }) => ({
    server,
    tool: name,
    category,
    severity,
    policy: attached.name,
    policyVersion: attached.version,
    ...termsOf(attached.policy, name),
    lastUsedAt: used?.get(`${server}/${name}`) ?? null,
  }));
  return {
    grant: grant.id,
    label: grant.label,
    tools: unused ? tools.filter(({ lastUsedAt }) => lastUsedAt === null) : tools,
    unknown: [...access.keys()].filter((slug) => known.has(slug) && known.get(slug) === undefined),
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

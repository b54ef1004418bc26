import type { Policy } from '../../policy/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { type ArgumentsRule, type Condition, refusesWhole } from '../document.ts';
import type { Atoms } from './atom.ts';
import { always, type Formula, never } from './formula.ts';

/** What one policy says of the calls of one tool, as formulas over the same atoms. */
export interface Rules {
  /** When it is refused, whatever for. */
  readonly refuses: Formula;
  /** Who is asked where it is not refused: each ask with when it holds. */
  readonly asks: readonly { readonly when: Formula; readonly terms: string }[];
  readonly holds: Formula;
}

/**
 * @param names every argument that either policy names, and one that none does: what `additionalProperties` is about
 */
export function rulesOf(policy: Policy, tool: string, atoms: Atoms, names: readonly string[]): Rules {
  const plan = policy.toolPlan(tool);
  if (refusesWhole(policy, plan)) return { refuses: always, asks: [], holds: never };
  const formula = (condition: Condition, purpose: 'permission' | 'refusal'): Formula =>
    formulaOf(condition, (part) => ({
      kind: 'atom',
      atom: atoms.ofCondition(part, purpose, policy),
      // The probe of a refusal passes where the condition does not hold.
      wanted: purpose === 'permission',
    }));
  const allOf = (conditions: readonly Condition[]): Formula =>
    all(conditions.map((condition) => formula(condition, 'refusal')));
  const refuses = any([
    ...plan.require.map(({ conditions }) => negated(all(conditions.map((each) => formula(each, 'permission'))))),
    ...plan.arguments.map((rule) => negated(accepts(rule, policy, atoms, names))),
    ...plan.denyIf.map(({ conditions }) => allOf(conditions)),
    ...plan.budgets.flatMap(({ limit }) =>
      atoms.ofLimit(limit, policy).map((atom): Formula => ({ kind: 'atom', atom, wanted: false })),
    ),
  ]);
  const asks = plan.asks.map(({ rule, timeoutMs, approvers }) => ({
    when: rule === undefined ? always : allOf(rule.conditions),
    terms: `${timeoutMs} ${approvers.count} ${[...new Set(approvers.groups)].toSorted().join(',')}`,
  }));
  return { refuses, asks, holds: any(asks.map(({ when }) => when)) };
}

function formulaOf(
  condition: Condition,
  atom: (part: Exclude<Condition, { kind: 'all' | 'any' }>) => Formula,
): Formula {
  if (condition.kind === 'leaf' || condition.kind === 'each') return atom(condition);
  return { kind: condition.kind, of: condition.of.map((part) => formulaOf(part, atom)) };
}

const all = (of: readonly Formula[]): Formula => ({ kind: 'all', of });
const any = (of: readonly Formula[]): Formula => ({ kind: 'any', of });
function negated(formula: Formula): Formula {
  switch (formula.kind) {
    case 'constant':
      return formula.value ? never : always;
    case 'atom':
      return { ...formula, wanted: !formula.wanted };
    default:
      return { kind: formula.kind === 'all' ? 'any' : 'all', of: formula.of.map(negated) };
  }
}

/** Keywords of a root schema that speak of each property by itself, or say nothing. */
const separable = new Set(
  '$schema $id $comment $defs title description default examples deprecated type properties required additionalProperties'.split(
    ' ',
  ),
);

/** A schema as one atom for each argument where it can be taken apart so, and as one for all arguments where not. */
function accepts(rule: ArgumentsRule, policy: Policy, atoms: Atoms, names: readonly string[]): Formula {
  const { schema } = rule;
  const whole: Formula = { kind: 'atom', atom: atoms.ofSchema(rule, policy), wanted: true };
  const { properties = {}, required = [], additionalProperties: rest = true } = schema;
  if (!isJsonObject(properties) || !Array.isArray(required) || typeof rest !== 'boolean') return whole;
  if (!Object.keys(schema).every((key) => separable.has(key))) return whole;
  const refers = JSON.stringify(schema).includes('"$ref"');
  if (refers && /"\$ref":"#(?!\/\$defs\/)|"\$(?:dynamicA|a)nchor"/.test(JSON.stringify(schema))) return whole;
  const parts: Formula[] = [];
  for (const name of names) {
    const said: JsonValue = Object.hasOwn(properties, name) ? (properties[name] ?? true) : rest;
    const needed = required.includes(name);
    if (said === true && !needed) continue;
    const own: JsonObject = {
      properties: { [name]: said },
      ...(needed && { required: [name] }),
      ...(refers && schema.$defs !== undefined && { $defs: schema.$defs }),
    };
    const atom = atoms.ofArgument(
      name,
      own,
      refers && isJsonObject(said) ? { ...said, $defs: schema.$defs ?? {} } : said,
    );
    if (atom === undefined) return whole;
    parts.push({ kind: 'atom', atom, wanted: true });
  }
  return all(parts);
}

/** The arguments that a schema names. */
export function namedIn({ schema }: ArgumentsRule): string[] {
  const { properties, required } = schema;
  const keys = isJsonObject(properties) ? Object.keys(properties) : [];
  return [...keys, ...(Array.isArray(required) ? required.filter((key) => typeof key === 'string') : [])];
}

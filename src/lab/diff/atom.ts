import canonicalize from 'canonicalize';
import { compile, type Policy, readPolicy } from '../../policy/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import type { ArgumentsRule, Condition, Document, Leaf, Limit } from '../document.ts';
import type { Wish } from '../witness/wish.ts';
import { documentOf, nowhere } from './made-document.ts';
import { type ValuePlace, valuePlace } from './value-place.ts';

/**
 * The smallest question that a policy asks of a call. Whether it is answered with yes is asked of the judge: `probe` is
 * a policy that asks nothing else, and refuses where the answer is no. Atoms of equal keys are one.
 */
export interface Atom {
  readonly key: string;
  readonly probe: Policy;
  /** What is asked, and of which values. */
  readonly wishes: readonly (Wish & { readonly place: ValuePlace })[];
  /** Policies that ask for parts of what the atom asks: the conditions on one element inside `each`. */
  readonly parts: readonly Policy[];
}

type Purpose = 'permission' | 'refusal';

/** Makes atoms, each once, and the probes of one policy. */
export class Atoms {
  readonly #known = new Map<string, Atom>();

  /** Of a leaf or an `each`: *true* for permission; *not false* for refusal is the answer "no". */
  ofCondition(condition: Exclude<Condition, { kind: 'all' | 'any' }>, purpose: Purpose, policy: Policy): Atom {
    const key = `${purpose} ${conditionKey(condition, policy.document)}`;
    return this.#once(key, () => ({
      key,
      probe: probeOf(condition, purpose, policy),
      wishes: wishesOf(condition, undefined),
      parts: condition.kind === 'each' ? partsOf(condition).map((part) => probeOf(part, purpose, policy)) : [],
    }));
  }

  /** Whether a limit can be taken at all: one atom for its cost and each of its `per` values, which must be readable. */
  ofLimit(limit: Limit, policy: Policy): Atom[] {
    const values = limit.per.map((per) => {
      const wish = { op: 'per', operand: per.as ?? null, place: valuePlace(per.path) };
      const key = `per ${per.as ?? ''} ${per.path.canonical}`;
      return this.#once(key, () => ({
        key,
        probe: probe({ limits: [perOnly(limit, per)] }, policy),
        wishes: [wish],
        parts: [],
      }));
    });
    const { cost, max } = limit;
    if (cost.kind === 'constant') return values;
    const wish = { op: 'cost', operand: undefined, place: valuePlace(cost.path) };
    const key = `cost ${cost.path.canonical} ${max >= largest ? max : ''}`;
    const own = { limits: [{ ...limit, per: [] }] };
    return [...values, this.#once(key, () => ({ key, probe: probe(own, policy), wishes: [wish], parts: [] }))];
  }

  /** Whether a schema accepts the arguments, as a whole. */
  ofSchema(rule: ArgumentsRule, policy: Policy): Atom {
    const key = `schema ${canonicalize(rule.schema)}`;
    const wishes = [{ op: 'schema', operand: rule.schema, place: { slot: 'args', steps: [], text: 'args' } }];
    return this.#once(key, () => ({ key, probe: probe({ arguments: rule }, policy), wishes, parts: [] }));
  }

  /**
   * Whether one argument is what a schema says of it.
   *
   * @returns `undefined` where the schema cannot be asked of one argument alone
   */
  ofArgument(name: string, schema: JsonObject, said: JsonValue | undefined): Atom | undefined {
    const key = `argument ${JSON.stringify(name)} ${canonicalize(schema)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const document = { version: '1', default: 'allow', tools: { '*': { arguments: schema } } };
    const read = readPolicy(JSON.stringify(document), 'json', { name: 'probe' });
    if (!read.ok) return undefined;
    const place = { slot: `args.${name}`, steps: [], text: `args.${name}` };
    return this.#once(key, () => ({
      key,
      probe: read.policy,
      wishes: [{ op: 'schema', operand: said, place }],
      parts: [],
    }));
  }

  #once(key: string, make: () => Atom): Atom {
    const atom = this.#known.get(key) ?? make();
    this.#known.set(key, atom);
    return atom;
  }
}

/** From here on `max` decides whether the very largest costs can be taken. */
const largest = 2 ** 53;

function perOnly(limit: Limit, per: Limit['per'][number]): Limit {
  return { ...limit, per: [per], cost: { kind: 'constant', amount: 0 } };
}

function probe(rules: Parameters<typeof documentOf>[0], policy: Policy): Policy {
  const name = `probe ${policy.name}`;
  return compile({ ...policy, document: documentOf(rules, policy.document) }, { name });
}

function probeOf(condition: Condition, purpose: Purpose, policy: Policy): Policy {
  const rule = { place: nowhere, conditions: [condition], onDeny: undefined };
  return probe(purpose === 'permission' ? { require: [rule] } : { denyIf: [rule] }, policy);
}

/** What a condition asks, however it is spelled. Time is asked in the policy's zone. */
function conditionKey(condition: Condition, document: Document): string {
  switch (condition.kind) {
    case 'leaf':
      return leafKey(condition, document);
    case 'each':
      return `each(${condition.elements.canonical} ${condition.negated} ${conditionKey(condition.of, document)})`;
    default: {
      const parts = condition.of.map((part) => conditionKey(part, document));
      return `${condition.kind}(${[...new Set(parts)].toSorted().join(' ')})`;
    }
  }
}

const positives = new Map([
  ['neq', 'eq'],
  ['not_in', 'in'],
]);

function leafKey({ path, operator, operand, negated, negative }: Leaf, document: Document): string {
  const positive = positives.get(operator);
  const turned = (positive !== undefined) !== negated;
  // A list's order says nothing where it is a set, and a list of one is the value itself.
  const set = Array.isArray(operand) && operator !== 'eq' && operator !== 'neq' && operator !== 'contains';
  const written = set
    ? [...new Set(operand.map((item) => canonicalize(item) ?? ''))].toSorted((a, b) => (a < b ? -1 : 1))
    : [canonicalize(operand)];
  const name = positive ?? operator;
  const op = name === 'eq' || (name === 'in' && written.length === 1) ? 'eq' : name;
  const zone = path.root.startsWith('time.') ? ` ${document.timezone ?? 'UTC'}` : '';
  return `${path.canonical}${zone} ${op} ${written.join(',')} ${turned} ${negative}`;
}

/** @param element the place of the element that the innermost `each` is at */
function wishesOf(condition: Condition, element: ValuePlace | undefined): (Wish & { readonly place: ValuePlace })[] {
  switch (condition.kind) {
    case 'leaf':
      return [{ op: condition.operator, operand: condition.operand, place: valuePlace(condition.path, element) }];
    case 'each': {
      const place = valuePlace(condition.elements, element);
      return [{ op: 'type', operand: 'array', place }, ...wishesOf(condition.of, place)];
    }
    default:
      return condition.of.flatMap((part) => wishesOf(part, element));
  }
}

/**
 * The conditions inside an `each`, to be asked one by one: with the `each` around those that speak of its element, and
 * without it those that speak of something else, which would have no answer while there is no element.
 */
function partsOf(condition: Condition): Condition[] {
  switch (condition.kind) {
    case 'leaf':
      return [condition];
    case 'each': {
      const inner = partsOf(condition.of).map((of): Condition => (ofElement(of) ? { ...condition, of } : of));
      return condition.of.kind === 'each' ? inner : [condition, ...inner];
    }
    default:
      return condition.of.flatMap(partsOf);
  }
}

function ofElement(part: Condition): boolean {
  if (part.kind === 'leaf') return part.path.root === 'item';
  return part.kind === 'each' ? part.elements.root === 'item' : part.of.some(ofElement);
}

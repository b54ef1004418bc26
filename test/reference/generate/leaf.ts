import type { JsonValue } from '../../../src/protocol/index.ts';
import type { Purpose } from '../judge/condition.ts';
import { type Condition, type Leaf, type Operator, operators } from '../judge/document.ts';
import * as domain from './domain.ts';
import type { Random } from './random.ts';

/** Where a condition is generated. `item`: inside how many `each`. */
interface Spot {
  readonly purpose: Purpose;
  readonly item: number;
  readonly depth: number;
}

/** A condition of the whole grammar, valid as section 2 and section 7 of the policy language say. */
export function anyCondition(random: Random, purpose: Purpose): Condition {
  return condition(random, { purpose, item: 0, depth: 0 });
}

function condition(random: Random, spot: Spot): Condition {
  const deeper = { ...spot, depth: spot.depth + 1 };
  const roll = spot.depth >= 3 ? 1 : random.next();
  if (roll < 0.12) return { not: condition(random, deeper) };
  if (roll < 0.17) return { all: random.several(1, 3, () => condition(random, deeper)) };
  if (roll < 0.23) return { any: random.several(1, 3, () => condition(random, deeper)) };
  if (roll < 0.29 && spot.item < 2) {
    const each = spot.item === 0 ? random.pick(['args.items', 'args.tags', 'args.items', 'args.o.list']) : 'item.tags';
    return { each, all: random.several(1, 2, () => condition(random, { ...deeper, item: spot.item + 1 })) };
  }
  return leaf(random, spot);
}

function leaf(random: Random, spot: Spot): Leaf {
  if (random.chance(0.04)) return factLeaf(random, spot.purpose);
  const op = random.pick(operators);
  const kind = random.pick(domain.kindsOf[op]);
  const inItem = spot.item > 0 && random.chance(0.8) ? domain.itemPathsOf[kind] : undefined;
  const path = random.pick(inItem ?? domain.pathsOf[kind]);
  const value = operandOf(random, op, kind);
  return value === undefined ? { path, op } : { path, op, value };
}

/** Facts whose operands are a closed list of words. */
function factLeaf(random: Random, purpose: Purpose): Leaf {
  const pick = random.int(purpose === 'refusal' ? 3 : 2);
  if (pick === 2)
    return {
      path: random.pick(domain.annotationPaths),
      op: random.pick(['eq', 'neq', 'exists']),
      value: random.chance(0.5),
    };
  const words = pick === 0 ? ['read', 'write', 'destructive'] : ['low', 'high', 'critical'];
  const path = pick === 0 ? 'tool.category' : 'tool.severity';
  if (random.chance(0.5)) return { path, op: 'eq', value: random.pick(words) };
  return { path, op: 'in', value: random.several(1, 2, () => random.pick(words)) };
}

function operandOf(random: Random, op: Operator, kind: domain.Kind): JsonValue | undefined {
  const one = (): JsonValue => (random.chance(0.06) ? null : random.pick(domain.values[kind]));
  switch (op) {
    case 'eq':
    case 'neq':
      return one();
    case 'in':
    case 'not_in':
      return random.several(1, 4, one);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return random.pick(domain.values[kind]);
    case 'exists':
      return random.pick([undefined, true, false]);
    case 'public_host':
      return random.pick([undefined, true]);
    case 'type':
      return random.pick(['null', 'boolean', 'number', 'string', 'array', 'object']);
    case 'regex':
    case 'fullmatch':
      return random.pick(domain.patterns);
    case 'contains':
      return random.pick(kind === 'list' ? ['alpha', 'ops', 1] : ['a', 'alph', '\n', 'ops']);
    case 'starts_with':
    case 'ends_with':
      return random.pick(['al', 'a', 'ALPHA', 'gamma', 'alpha']);
    case 'glob':
      return random.pick(domain.globs);
    case 'length_lte':
      return random.int(6);
    case 'length_gte':
      return 1 + random.int(5);
    case 'path_within':
      return random.several(1, 3, () => random.pick(domain.directories));
    case 'host_in':
      return random.several(1, 3, () => random.pick(domain.hosts));
    case 'in_cidr':
      return random.several(1, 3, () => random.pick(domain.ranges));
    default:
      throw new Error(`no such operator: ${String(op satisfies never)}`);
  }
}

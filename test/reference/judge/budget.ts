import type { CallContext } from '../../../src/policy/index.ts';
import type { JsonObject, JsonValue } from '../../../src/protocol/index.ts';
import type { Limit, Per, PolicyDocument } from './document.ts';
import { droppingDots, readFilePath } from './file-path.ts';
import { readHost } from './host.ts';
import { follow, stepsOf } from './path.ts';

/** What a call takes from one budget. Amounts are millionths (section 4, `cost`: "at most six places, summed as integers"). */
export interface Take {
  readonly key: string;
  readonly family: string;
  readonly windowMs: number;
  readonly align: 'sliding' | 'calendar';
  readonly max: number;
  readonly cost: number;
  readonly durable: boolean;
  readonly rule: string;
  readonly onDeny: string | undefined;
}

/** A limit of a matching entry, with the pointer at which it stands. `shorthand`: it was written as `rate_limit`. */
export interface PlacedLimit {
  readonly limit: Limit;
  readonly rule: string;
  readonly shorthand: boolean;
}

/**
 * What a limit asks for cannot be taken: `policy_error` at its limit (section 7). `on_deny` is the sentence for a budget
 * that is used up, so it is not told here.
 */
export interface Untakable {
  readonly untakable: string;
}

/**
 * Section 4: "a call takes each budget once, however many entries name it".
 *
 * @param limits of every matching entry, in the order of section 3
 */
export function takesOf(
  limits: readonly PlacedLimit[],
  args: JsonObject,
  context: CallContext,
  document: PolicyDocument,
): readonly Take[] | Untakable {
  const takes: Take[] = [];
  for (const placed of limits) {
    const { limit, rule } = placed;
    const cost = costOf(limit.cost ?? 1, args);
    const values = (limit.per ?? []).map((per) => perValue(per, args));
    if (cost === undefined || values.includes(undefined)) return { untakable: rule };
    const family = familyOf(placed, context);
    const key = JSON.stringify([family, ...values.map(String).sort()]);
    if (takes.some((take) => take.key === key)) continue;
    takes.push({
      key,
      family,
      windowMs: windowSeconds(limit.window) * 1000,
      align: limit.align ?? 'sliding',
      max: Number(millionths(limit.max)),
      cost: Number(cost),
      durable: durableAnywhere(placed, document),
      rule,
      onDeny: limit.on_deny,
    });
  }
  return takes;
}

/** Section 7: "Identity of a budget: policy, label, window, scope, `per` (the server only with `scope: "server"`)". */
function familyOf({ limit, shorthand }: PlacedLimit, context: CallContext): string {
  const per = (limit.per ?? []).map((one) => JSON.stringify(typeof one === 'string' ? { path: one } : one));
  const window = windowSeconds(limit.window);
  return JSON.stringify([shorthand, limit.counter, window, limit.scope, per.sort(), scopeValue(limit.scope, context)]);
}

/** Section 4, `scope`; section 2: "Until a principal has a user, … `scope: "user"` means the grant". */
function scopeValue(scope: Limit['scope'], context: CallContext): readonly string[] {
  const grant = ['grant', context.grant.id];
  switch (scope) {
    case 'grant':
      return grant;
    case 'session':
      return context.session === undefined ? grant : ['session', context.session];
    case 'user':
      return context.user === undefined ? grant : ['user', context.user.id];
    case 'server':
      return ['server', context.server];
    case 'organization':
      return ['organization', context.organization];
    default:
      throw new Error(`no such scope: ${String(scope satisfies never)}`);
  }
}

/** Section 7, Budgets: "`durable` is the stricter one": what one entry of a budget asks for holds for the budget. */
function durableAnywhere(placed: PlacedLimit, document: PolicyDocument): boolean {
  const { all_tools = {}, tools = {}, resources = {}, prompts = {} } = document;
  const entries = [all_tools, ...Object.values(tools), ...Object.values(resources), ...Object.values(prompts)];
  const everyLimit = entries.flatMap((one) => one.limits ?? []);
  return everyLimit.some((other) => other.durable === true && !placed.shorthand && sameBudget(other, placed.limit));
}

function sameBudget(a: Limit, b: Limit): boolean {
  const identity = ({ counter, window, scope, per = [] }: Limit): string =>
    JSON.stringify([counter, windowSeconds(window), scope, per.map((one) => JSON.stringify(one)).sort()]);
  return identity(a) === identity(b);
}

const named: ReadonlyMap<string, number> = new Map([
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['week', 604_800],
]);
const unit: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

/** Section 7: "Windows: a name, an integer 1…31,622,400, or `^[1-9][0-9]*[smhdw]$`". */
export function windowSeconds(window: string | number): number {
  if (typeof window === 'number') return window;
  return named.get(window) ?? Number(window.slice(0, -1)) * (unit.get(window.slice(-1)) ?? Number.NaN);
}

/** "a missing, negative, non-finite or non-numeric cost denies"; "`cost.min` is the least amount charged". */
function costOf(cost: NonNullable<Limit['cost']>, args: JsonObject): bigint | undefined {
  if (typeof cost === 'number') return millionths(cost);
  const found = follow({ args }, stepsOf(cost.path));
  if (found.kind !== 'value' || typeof found.value !== 'number' || found.value < 0) return undefined;
  const amount = millionths(found.value);
  const least = millionths(cost.min ?? 0);
  if (amount === undefined || least === undefined) return undefined;
  if (amount < least) return least;
  return amount;
}

/** "decimals of at most six places, summed as integers; more places deny" */
function millionths(amount: number): bigint | undefined {
  const [, whole = '', fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(amount)) ?? [];
  const shift = 6 - fraction.length + Number(exponent);
  if (whole === '') return undefined;
  const digits = BigInt(whole + fraction);
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  return digits === 0n ? 0n : undefined;
}

/** "each distinct value counts by itself. A missing or non-scalar value denies"; "values by canonical JSON". */
function perValue(per: Per, args: JsonObject): string | undefined {
  const { path, as } = typeof per === 'string' ? { path: per } : per;
  const found = follow({ args }, stepsOf(path));
  if (found.kind !== 'value' || found.value === null || typeof found.value === 'object') return undefined;
  const value = as === undefined ? found.value : readAs(as, found.value);
  return value === undefined ? undefined : JSON.stringify([path, value]);
}

/** Section 7: "an unreadable `as`: `policy_error`"; "`as: "lower"` is ASCII". */
function readAs(as: 'host' | 'path' | 'lower', value: JsonValue): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (as === 'host') return readHost(value)?.name;
  if (as === 'path') {
    const path = readFilePath(value);
    return path && droppingDots(path).join('/');
  }
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

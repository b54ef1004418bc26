import { type Path, parsePath } from '../condition/path.ts';
import { maxMillionths, millionths } from '../source/decimal.ts';
import { either, flag, list, needed, object, optional, type Read, type Reader, text, word } from './reader.ts';
import type { Place } from './report.ts';
import { type Length, type Window, window } from './window.ts';

export const scopes = ['grant', 'session', 'user', 'server', 'organization'] as const;
export type Scope = (typeof scopes)[number];

/** One argument whose values are counted apart. */
export interface PerPath {
  readonly path: Path;
  readonly as: 'host' | 'path' | 'lower' | undefined;
}

/** What one call costs: a constant, or an argument; in millionths. */
export type Cost =
  | { readonly kind: 'constant'; readonly amount: number }
  | { readonly kind: 'argument'; readonly path: Path; readonly min: number };

export interface Limit {
  readonly place: Place;
  readonly counter: string;
  /** A shorthand's counter is the entry's pattern and lives apart from the names of `limits`. */
  readonly shorthand: boolean;
  readonly window: Length;
  readonly align: 'sliding' | 'calendar';
  /** In millionths. */
  readonly max: number;
  readonly scope: Scope;
  readonly per: readonly PerPath[];
  readonly cost: Cost;
  /** Whether `cost.min` was given: the linter asks for it. */
  readonly costHasMin: boolean;
  readonly durable: boolean;
  readonly onDeny: string | undefined;
}

/** Shared by all limits that count no values apart. */
const none: readonly PerPath[] = Object.freeze([]);

/** The cost of a call whose limit names none: 1. */
const unitCost: Cost = { kind: 'constant', amount: 1_000_000 };

const counter: Reader<string> = {
  schema: { type: 'string', pattern: '^[ -~]{1,128}$' },
  read(node, pointer, report) {
    if (node.kind === 'string' && /^[ -~]{1,128}$/.test(node.value)) return node.value;
    return report.wrongType(node, pointer, '1 to 128 printable ASCII characters');
  },
};

/** An amount with at most six decimal places, in millionths. */
function amount(expected: string, fits: (millionths: number) => boolean, schema: object): Reader<number> {
  return {
    schema: { type: 'number', maximum: maxMillionths / 1e6, ...schema },
    read(node, pointer, report) {
      if (node.kind !== 'number') return report.wrongType(node, pointer, expected);
      const value = millionths(node.value);
      if (value === undefined || value > maxMillionths || !fits(value))
        return report.wrongType(node, pointer, expected);
      return value;
    },
  };
}

const some = `a number over 0, at most ${maxMillionths / 1e6}, of at most six decimal places`;
const most = amount(some, (value) => value > 0, { exclusiveMinimum: 0 });
const any = `a number from 0 to ${maxMillionths / 1e6} of at most six decimal places`;
const charge = amount(any, () => true, { minimum: 0 });

/** An argument path without `[*]`. */
const argumentPath = argumentPathReader(false);

/** A path into the arguments. */
export function argumentPathReader(fanOut: boolean): Reader<Path> {
  return {
    schema: { type: 'string', pattern: '^args' },
    read(node, pointer, report) {
      const expected = `a path into the arguments${fanOut ? '' : ' without [*]'}, such as args.a.b`;
      if (node.kind !== 'string') return report.wrongType(node, pointer, expected);
      const place = { pointer, start: node.start };
      const result = parsePath(node.value, false);
      if (!result.ok) return report.error(place, result.expected, result.found, result.nearest);
      if (result.path.root !== 'args' || (result.path.fansOut && !fanOut)) {
        return report.error(place, expected, JSON.stringify(node.value));
      }
      return result.path;
    },
  };
}

const perObject = object('a path, or an object with path and as', {
  path: needed(argumentPath, 'The argument whose values are counted apart.'),
  as: needed(
    word('host', 'path', 'lower'),
    'What of the value counts: the host of a URL, a normalised path, lower-case ASCII.',
  ),
});

const per: Reader<PerPath> = {
  schema: { anyOf: [argumentPath.schema, perObject.schema] },
  read(node, pointer, report) {
    if (node.kind === 'object') return perObject.read(node, pointer, report);
    const path = argumentPath.read(node, pointer, report);
    return path && { path, as: undefined };
  },
};

const costFields = {
  path: needed(argumentPath, 'The argument that says what the call costs.'),
  min: optional(charge, 'The least that a call is charged.'),
};
const costObject = object('a number, or an object with path and min', costFields);

const cost = either((node) => node.kind === 'object', costObject, charge);

const limitObject = object('an object such as {"counter": "calls", "window": "minute", "max": 10, "scope": "grant"}', {
  counter: needed(counter, 'The name of the budget; entries that share it share the budget.'),
  window: needed(window, 'How long an amount counts: a name, seconds, or a text such as "15m".'),
  max: needed(most, 'Most that is admitted in any interval as long as the window.'),
  scope: needed(word(...scopes), 'Whose calls are counted together.'),
  per: optional(list('a list of one to four argument paths', per, 1, 4), 'Arguments whose values are counted apart.'),
  cost: optional(cost, 'What a call costs; 1 when absent.'),
  align: optional(word('calendar'), 'Reset at the UTC boundary, and waive the guarantee of any interval.'),
  durable: optional(flag, 'The amount survives power loss before the call is forwarded.'),
  on_deny: optional(text(), 'What the agent is told instead of the usual sentence.'),
});

/** One entry of `limits`. */
export const limit: Reader<Limit> = {
  schema: limitObject.schema,
  read(node, pointer, report) {
    const read = limitObject.read(node, pointer, report);
    if (read === undefined) return undefined;
    const align = read.align ?? 'sliding';
    if (align === 'calendar' && (!read.window.named || read.window.text === 'second')) {
      report.error(read.window.place, 'minute, hour, day or week with calendar', read.window.text);
    }
    return {
      place: read.place,
      counter: read.counter,
      shorthand: false,
      window: lengthOf(read.window),
      align,
      max: read.max,
      scope: read.scope,
      per: read.per ?? none,
      cost: costOf(read.cost),
      costHasMin: typeof read.cost === 'object' && read.cost.min !== undefined,
      durable: read.durable ?? false,
      onDeny: read.on_deny,
    };
  },
};

/** Without its place, of which there would be one for every limit. */
function lengthOf({ ms, text, named }: Window): Length {
  return { ms, text, named };
}

function costOf(read: number | Read<typeof costFields> | undefined): Cost {
  if (read === undefined) return unitCost;
  if (typeof read === 'number') return { kind: 'constant', amount: read };
  return { kind: 'argument', path: read.path, min: read.min ?? 0 };
}

const rateLimitObject = object('an object such as {"max": 10, "window": "minute"}', {
  max: needed(most, 'Most calls in the window.'),
  window: needed(window, 'Seconds, a window name, or a text such as "15m".'),
  scope: optional(word(...scopes), "Whose calls are counted together; the grant's when absent."),
});

/** The shorthand `rate_limit`; `named` gives it the entry that it stands in. */
export const rateLimit: Reader<Limit> = {
  schema: rateLimitObject.schema,
  read(node, pointer, report) {
    const read = rateLimitObject.read(node, pointer, report);
    return (
      read && {
        place: read.place,
        counter: '',
        shorthand: true,
        window: lengthOf(read.window),
        align: 'sliding',
        max: read.max,
        scope: read.scope ?? 'grant',
        per: none,
        cost: unitCost,
        costHasMin: false,
        durable: false,
        onDeny: undefined,
      }
    );
  },
};

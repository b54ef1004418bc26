import canonicalize from 'canonicalize';
import type { JsonValue } from '../../protocol/index.ts';
import { isList } from '../condition/resolve.ts';
import type { Check, Keyword, Making, Run } from './check.ts';
import type { Evaluated } from './evaluated.ts';

/** What keywords say of lists. */
export const listKeywords: readonly (readonly [string, Keyword])[] = [
  ['maxItems', ({ operand }) => ofList((items) => items.length <= Number(operand))],
  ['minItems', ({ operand }) => ofList((items) => items.length >= Number(operand))],
  ['uniqueItems', ({ operand }) => ofList((items, run) => operand !== true || allDifferent(items, run))],
  ['prefixItems', prefixItems],
  ['items', items],
  ['contains', contains],
];

/** After all others of its schema: it judges what they have left. */
export const unevaluatedItems: Keyword = ({ operand, compile }) => {
  const rest = compile(operand);
  return ofList((list, run, seen) => {
    const fits = list.every((item, index) => seen?.hasItem(index) === true || rest(item, run, undefined));
    seen?.firstItems(list.length);
    return fits;
  });
};

function ofList(fits: (items: readonly JsonValue[], run: Run, seen: Evaluated | undefined) => boolean): Check {
  return (value, run, seen) => !isList(value) || fits(value, run, seen);
}

function prefixItems({ operand, compile }: Making): Check {
  const checks = (operand as readonly JsonValue[]).map(compile);
  return ofList((list, run, seen) => {
    seen?.firstItems(Math.min(checks.length, list.length));
    return checks.every((check, index) => index >= list.length || check(list[index] as JsonValue, run, undefined));
  });
}

function items({ operand, schema, compile }: Making): Check {
  const check = compile(operand);
  const first = isList(schema.prefixItems) ? schema.prefixItems.length : 0;
  return ofList((list, run, seen) => {
    seen?.firstItems(list.length);
    return list.every((item, index) => index < first || check(item, run, undefined));
  });
}

/** `minContains` and `maxContains` mean nothing without it. */
function contains({ operand, schema, compile }: Making): Check {
  const check = compile(operand);
  const least = Number(schema.minContains ?? 1);
  const most = Number(schema.maxContains ?? Number.POSITIVE_INFINITY);
  return ofList((list, run, seen) => {
    let count = 0;
    for (const [index, item] of list.entries()) {
      if (!check(item, run, undefined)) continue;
      seen?.item(index, run.meter);
      count += 1;
      if (seen === undefined && count >= least && most === Number.POSITIVE_INFINITY) return true;
    }
    return count >= least && count <= most;
  });
}

/** By canonical form: linear, where comparing each with each is quadratic. */
function allDifferent(list: readonly JsonValue[], { meter }: Run): boolean {
  const seen = new Set<string>();
  for (const item of list) {
    const form = canonicalize(item) as string;
    meter.spend(8 + (form.length >> 2));
    if (seen.has(form)) return false;
    seen.add(form);
  }
  return true;
}

import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import type { Check, Keyword, Making } from './check.ts';
import { Evaluated } from './evaluated.ts';

/**
 * Keywords that ask other schemas about the same value. Where an `unevaluated*` around them listens, no schema is left
 * out because another one has answered already: each that fits has something to tell.
 */
export const applicators: readonly (readonly [string, Keyword])[] = [
  ['$ref', ({ operand, follow }) => follow(operand as string)],
  ['allOf', allOf],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', not],
  ['if', conditional],
  ['then', unlessAsked],
  ['else', unlessAsked],
  ['$defs', definitions],
];

function allOf({ operand, compile }: Making): Check {
  const checks = (operand as readonly JsonValue[]).map(compile);
  return (value, run, seen) => checks.every((check) => check(value, run, seen));
}

function anyOf({ operand, compile }: Making): Check {
  const checks = (operand as readonly JsonValue[]).map(compile).map(tried);
  return (value, run, seen) => {
    if (seen === undefined) return checks.some((check) => check(value, run, undefined));
    let fits = false;
    for (const check of checks) if (check(value, run, seen)) fits = true;
    return fits;
  };
}

function oneOf({ operand, compile }: Making): Check {
  const checks = (operand as readonly JsonValue[]).map(compile).map(tried);
  return (value, run, seen) => {
    let count = 0;
    for (const check of checks) if (check(value, run, seen) && ++count > 1) return false;
    return count === 1;
  };
}

function not({ operand, compile }: Making): Check {
  const check = compile(operand);
  return (value, run) => !check(value, run, undefined);
}

/** `then` and `else` mean nothing without `if`; an `if` alone still tells what it has seen. */
function conditional({ operand, schema, compile }: Making): Check {
  const condition = tried(compile(operand));
  const [yes, no] = [schema.then, schema.else].map((branch) => (branch === undefined ? always : compile(branch)));
  return (value, run, seen) => ((condition(value, run, seen) ? yes : no) as Check)(value, run, seen);
}

/** Without `if` they say nothing, and yet can be referred to. */
function unlessAsked({ operand, schema, compile }: Making): undefined {
  if (schema.if === undefined) compile(operand);
}

function definitions({ operand, compile }: Making): undefined {
  for (const definition of Object.values(operand as JsonObject)) compile(definition);
}

const always: Check = () => true;

/** A schema that a value need not fit: what it has seen counts only where the value does. */
function tried(check: Check): Check {
  return (value, run, seen) => {
    if (seen === undefined) return check(value, run, undefined);
    const own = new Evaluated();
    if (!check(value, run, own)) return false;
    seen.add(own, run.meter);
    return true;
  };
}

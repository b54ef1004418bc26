/**
 * The operators of the language, each with its operand, its meaning and what it cannot judge. An operator says true,
 * false or unknown of one present value; absence, null and negation are the condition's business, not its own.
 */
import { equality } from './equality.ts';
import { hostIn } from './host-in.ts';
import { inCidr } from './in-cidr.ts';
import type { Operator } from './operator.ts';
import { order } from './order.ts';
import { pathWithin } from './path-within.ts';
import { lengths, presence } from './presence.ts';
import { publicHost } from './public-host.ts';
import { regexes } from './regex.ts';
import { texts } from './text.ts';

export const operators: ReadonlyMap<string, Operator> = new Map(
  [...equality, ...order, ...presence, ...regexes, ...texts, ...lengths, pathWithin, hostIn, publicHost, inCidr].map(
    (operator) => [operator.name, operator],
  ),
);

import { isObject, type JsonValue } from './json.ts';

/** What joins the conditions of a group. */
export const joiners = ['all', 'any', 'not'] as const;
export type Joiner = (typeof joiners)[number];

/** What joins the conditions in a group; `undefined` of one that is none. */
export const joinerOf = (condition: JsonValue | undefined): Joiner | undefined =>
  joiners.find((key) => isObject(condition) && Object.hasOwn(condition, key));

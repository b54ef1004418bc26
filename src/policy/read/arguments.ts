import type { JsonObject } from '../../protocol/index.ts';
import { checkSchema } from '../arguments/check-schema.ts';
import { compileSchema } from '../arguments/compile-schema.ts';
import { draft, schemaTypes } from '../arguments/vocabulary.ts';
import type { Meter } from '../condition/meter.ts';
import { type Node, toJson } from '../source/tree.ts';
import type { Reader } from './reader.ts';
import { type Place, Report } from './report.ts';

/** The schema of a tool's arguments, compiled. */
export interface ArgumentsRule {
  readonly place: Place;
  /** As it was written: for linters and differences, never for judging. */
  readonly schema: JsonObject;
  /** @throws OverBudget */
  readonly accepts: (value: JsonObject, meter: Meter) => boolean;
}

/** A JSON Schema for the call's `arguments`; JSON Schema's own meaning, within the caps of the language. */
export const argumentsSchema: Reader<ArgumentsRule> = {
  schema: { $ref: draft },
  read(node, pointer, report) {
    const place = { pointer, start: node.start };
    if (node.kind !== 'object') return report.wrongType(node, pointer, 'a JSON Schema object');
    if (!admitsObjects(node)) return report.error(place, 'a schema of an object', 'a type without "object"', 'object');
    const schemaReport = new Report(report);
    try {
      checkSchema(node, pointer, schemaReport);
    } finally {
      report.absorb(schemaReport);
    }
    if (schemaReport.failed) return undefined;
    if (closedAndEmpty(node))
      report.warn(
        place,
        'admits_no_argument',
        'additionalProperties: false without properties admits no argument at all',
      );
    const schema = toJson(node) as JsonObject;
    return { place, schema, accepts: compileSchema(schema) };
  },
};

/** Whether its type does not rule out what every call has. A type that is none is told of at its own place. */
function admitsObjects(node: Node & { kind: 'object' }): boolean {
  const type = node.members.find(({ key }) => key === 'type')?.value;
  if (type === undefined) return true;
  const types = type.kind === 'array' ? type.items : [type];
  return types.length === 0 || types.some((one) => one.kind !== 'string' || !otherTypes.has(one.value));
}

const otherTypes: ReadonlySet<string> = new Set(schemaTypes.filter((name) => name !== 'object'));

function closedAndEmpty(node: Node & { kind: 'object' }): boolean {
  const closed = node.members.some(
    ({ key, value }) => key === 'additionalProperties' && value.kind === 'boolean' && !value.value,
  );
  return closed && !node.members.some(({ key }) => key === 'properties' || key === 'patternProperties');
}

import type { Shape } from './shape.ts';

/** A number with one of `units`. */
function quantity(
  expected: string,
  units: ReadonlyMap<string, number>,
  bounds: readonly [least: number, most: number],
  example: string,
): Shape<number> {
  const form = new RegExp(`^([0-9]{1,12})\\s?(${[...units.keys()].join('|')})$`);
  const pattern = form.source;
  const schema = units.has('')
    ? { anyOf: [{ type: 'integer' }, { type: 'string', pattern }] }
    : { type: 'string', pattern };
  return {
    schema: { ...schema, examples: [example] },
    read: (node, pointer, reading) => {
      const raw = node.kind === 'scalar' ? node.value : undefined;
      const match =
        typeof raw === 'string' || (typeof raw === 'number' && units.has('')) ? form.exec(String(raw)) : null;
      const value = Number(match?.[1]) * (units.get(match?.[2] ?? '') ?? Number.NaN);
      if (value >= bounds[0] && value <= bounds[1]) return value;
      return reading.fail(node, pointer, `expected ${expected}, such as ${example}`);
    },
  };
}

const second = 1000;

/** A span of time in milliseconds: `500ms`, `5s`, `2m`, `1h`; from one millisecond to a day. */
export const duration = quantity(
  'a duration from 1ms to 24h',
  new Map([
    ['ms', 1],
    ['s', second],
    ['m', 60 * second],
    ['h', 3600 * second],
  ]),
  [1, 24 * 3600 * second],
  '30s',
);

/** A size in bytes: `1048576`, `512KiB`, `4MiB`, `2GiB`. */
export function size(least: number, most: number): Shape<number> {
  const units = new Map([
    ['', 1],
    ['KiB', 2 ** 10],
    ['MiB', 2 ** 20],
    ['GiB', 2 ** 30],
  ]);
  return quantity(`a size from ${least} to ${most} bytes`, units, [least, most], '4MiB');
}

/** How long something is kept, in milliseconds: `36h`, `90d`; from an hour to ten years. */
export const age = quantity(
  'an age from 1h to 3650d',
  new Map([
    ['h', 3600 * second],
    ['d', 24 * 3600 * second],
  ]),
  [3600 * second, 3650 * 24 * 3600 * second],
  '90d',
);

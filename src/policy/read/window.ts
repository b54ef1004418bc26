import { nearestWord } from '../../kernel/index.ts';
import type { Reader } from './reader.ts';
import { describe, type Place } from './report.ts';

/** A length of time as a policy writes it. */
export interface Length {
  readonly ms: number;
  /** As it was written: for sentences. */
  readonly text: string;
  /** Whether it is one of the names. */
  readonly named: boolean;
}

/** A length of time, and where it stands. */
export interface Window extends Length {
  readonly place: Place;
}

const names = new Map([
  ['second', 1],
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
  ['week', 604_800],
]);
const units = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
  ['w', 604_800],
]);
/** 366 days. */
const maxSeconds = 31_622_400;

/** A window name, a whole number of seconds, or a number with a unit such as `"15m"` (policy language, section 7). */
export const window: Reader<Window> = {
  schema: {
    anyOf: [
      { enum: [...names.keys()] },
      { type: 'integer', minimum: 1, maximum: maxSeconds },
      { type: 'string', pattern: '^[1-9][0-9]*[smhdw]$' },
    ],
  },
  read(node, pointer, report) {
    const place = { pointer, start: node.start };
    const expected = `second, minute, hour, day, week, seconds from 1 to ${maxSeconds}, or a text such as "15m"`;
    if (node.kind !== 'number' && node.kind !== 'string') return report.wrongType(node, pointer, expected);
    const named = node.kind === 'string' ? names.get(node.value) : undefined;
    const seconds = named ?? (node.kind === 'number' ? node.value : secondsOf(node.value));
    if (seconds === undefined) {
      return report.error(place, expected, describe(node), meant(String(node.value)));
    }
    if (!isInRange(seconds)) {
      return report.wrongType(node, pointer, expected);
    }
    return { place, ms: seconds * 1000, text: String(node.value), named: named !== undefined };
  },
};

/** A slip in a name by the name; `1min`, `30 seconds` and `"60"` as they are written here. */
function meant(text: string): string | undefined {
  const [, count, unit = 's'] = /^([1-9][0-9]*) ?(?:(s|m(?!s|o|il)|h|d|w)[a-z]*)?$/i.exec(text) ?? [];
  const written = `${count}${unit.toLowerCase()}`;
  const name = nearestWord(text, [...names.keys()]);
  return count !== undefined && isInRange(secondsOf(written)) && (name === undefined || count !== '1') ? written : name;
}

function secondsOf(text: string): number | undefined {
  const [, count, unit = ''] = /^([1-9][0-9]*)([smhdw])$/.exec(text) ?? [];
  const factor = units.get(unit);
  return factor === undefined ? undefined : Number(count) * factor;
}

function isInRange(seconds: number | undefined): boolean {
  return Number.isSafeInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= maxSeconds;
}

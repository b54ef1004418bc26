import type { RE2JS } from 're2js';
import type { Meter } from '../condition/meter.ts';
import { type Truth, unknown } from '../condition/truth.ts';
import { re2js } from '../packages.ts';
import type { Place, Report } from '../read/report.ts';
import type { Operator } from './operator.ts';
import { patternWork } from './pattern-work.ts';
import { codePoints } from './presence.ts';

/** Largest program, in instructions of the pinned re2js (policy language, section 2). */
const maxProgram = 2_000;
/** A program that looks so much larger is not compiled to be sure. */
const maxExpected = 4 * maxProgram;
/** Most work that one pattern may be (`pattern-work.ts`): some 40 ms. */
const maxWork = 40_000;
/** Most that program size × value length may be; beyond, the value is unjudgeable. */
const maxSteps = 300_000;
/** What one instruction at one character costs beside the other steps of a judgement; measured. */
const stepsPerCharge = 2;
/** What any search costs, however short. */
const fixedCost = 16;
/** Most bytes of a pattern. */
export const maxPatternBytes = 1024;

export interface Regex {
  readonly source: string;
  /** Whether the pattern is found anywhere; unknown over the cap. */
  find(value: string, meter: Meter): Truth;
  /** Whether it matches from end to end. */
  match(value: string, meter: Meter): Truth;
}

/** Compiles an RE2 pattern within the caps of the language, or reports why not. */
export function regexOf(source: string, place: Place, report: Report): Regex | undefined {
  if (source === '') return report.error(place, 'an RE2 pattern', 'an empty one, which always holds');
  if (Buffer.byteLength(source) > maxPatternBytes) {
    return report.error(place, `a pattern of at most ${maxPatternBytes} bytes`, `${Buffer.byteLength(source)}`);
  }
  const { size: expected, work } = patternWork(source);
  if (expected > maxExpected) {
    return report.error(place, `a program of at most ${maxProgram} instructions`, `about ${expected}`);
  }
  if (work > maxWork) {
    return report.error(place, 'fewer Unicode classes, or ranges under (?i)', 'more than can be compiled quickly');
  }
  report.spend(place, work);
  let compiled: RE2JS;
  try {
    compiled = re2js().RE2JS.compile(source);
  } catch (error) {
    const found = (error as Error).message.replace(/^error parsing regexp: /, '');
    return report.error(place, 'an RE2 pattern (it has no look-around and no back references)', found);
  }
  const size = compiled.programSize();
  if (size > maxProgram) return report.error(place, `a program of at most ${maxProgram} instructions`, `${size}`);
  const within = (value: string, meter: Meter, run: () => boolean): Truth => {
    if (value.length * size > maxSteps && codePoints(value) * size > maxSteps) return unknown;
    meter.spend(fixedCost + Math.ceil((value.length * size) / stepsPerCharge));
    return run();
  };
  return {
    source,
    find: (value, meter) => within(value, meter, () => compiled.matcher(value).find()),
    match: (value, meter) => within(value, meter, () => compiled.matches(value)),
  };
}

function matching(name: string, doc: string, by: 'find' | 'match'): Operator {
  return {
    name,
    doc,
    operand: { type: 'string', minLength: 1, maxLength: maxPatternBytes },
    read(node, pointer, report) {
      if (node.kind !== 'string') return report.wrongType(node, pointer, 'an RE2 pattern');
      const regex = regexOf(node.value, { pointer, start: node.start }, report);
      if (regex === undefined) return undefined;
      const test = regex[by];
      return {
        kind: 'value',
        judgesNull: false,
        test: (value, meter) => (typeof value === 'string' ? test(value, meter) : unknown),
      };
    },
  };
}

export const regexes: readonly Operator[] = [
  matching(
    'regex',
    'A string in which the RE2 pattern is found, anywhere: anchor it with ^ and $ where you permit.',
    'find',
  ),
  matching('fullmatch', 'A string that the RE2 pattern matches from end to end.', 'match'),
];

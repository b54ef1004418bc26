/** A moment as an exact number: whole seconds since the beginning of the year 0, and the digits of the fraction without trailing zeros. */
export interface Moment {
  readonly seconds: number;
  readonly fraction: string;
}

const grammar = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|([+-])(\d\d):(\d\d))$/;

/** Section 7: "RFC 3339 by its grammar, `T` and `Z` in capitals, `:60` unjudgeable". */
export function readMoment(text: string): Moment | undefined {
  const match = grammar.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const [sign, offsetHour, offsetMinute] = [match[9], Number(match[10] ?? 0), Number(match[11] ?? 0)];
  if (offsetHour > 23 || offsetMinute > 59) return undefined;
  const offset = (sign === '-' ? -1 : 1) * (offsetHour * 3600 + offsetMinute * 60);
  const days = dayNumber(year, month, day);
  return {
    seconds: days * 86_400 + hour * 3600 + minute * 60 + second - offset,
    fraction: (match[7] ?? '').replace(/0+$/, ''),
  };
}

/** @returns negative, zero or positive as `a` is before, at or after `b` */
export function compareMoments(a: Moment, b: Moment): number {
  if (a.seconds !== b.seconds) return a.seconds - b.seconds;
  const places = Math.max(a.fraction.length, b.fraction.length);
  const [x, y] = [a.fraction.padEnd(places, '0'), b.fraction.padEnd(places, '0')];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days are counted one month after another, from year 0: slow, and nothing to get wrong. */
function dayNumber(year: number, month: number, day: number): number {
  const before = year * 365 + Math.ceil(year / 4) - Math.ceil(year / 100) + Math.ceil(year / 400);
  let days = before + day;
  for (let m = 1; m < month; m += 1) days += daysIn(year, m);
  return days;
}

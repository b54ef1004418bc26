/** A moment as conditions see it. */
export interface LocalTime {
  /** 0 to 23. */
  readonly hour: number;
  readonly weekday: 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat';
  /** RFC 3339 with the zone's offset. */
  readonly iso: string;
}

/** Turns ms since the epoch into local time. */
export type Zone = (now: number) => LocalTime;

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export const utc: Zone = remembering((now) => local(now, 0));

/**
 * A zone of the IANA database.
 *
 * @returns `undefined` for a name that is none
 */
export function zoneOf(name: string): Zone | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return undefined;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  return remembering((now) => {
    const parts = new Map(format.formatToParts(now).map((part) => [part.type, Number(part.value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) as number;
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return local(now, Math.round((wall - Math.floor(now / 1000) * 1000) / 60_000));
  });
}

/** A judgement asks for one moment again and again, up to once for each element of a list. */
function remembering(zone: Zone): Zone {
  let last: { readonly now: number; readonly time: LocalTime } | undefined;
  return (now) => {
    if (last?.now !== now) last = { now, time: zone(now) };
    return last.time;
  };
}

function local(now: number, offsetMinutes: number): LocalTime {
  const wall = new Date(now + offsetMinutes * 60_000);
  const two = (value: number): string => String(Math.abs(value)).padStart(2, '0');
  const offset =
    offsetMinutes === 0
      ? 'Z'
      : `${offsetMinutes < 0 ? '-' : '+'}${two(Math.trunc(offsetMinutes / 60))}:${two(offsetMinutes % 60)}`;
  return {
    hour: wall.getUTCHours(),
    weekday: weekdays[wall.getUTCDay()] as LocalTime['weekday'],
    iso: wall.toISOString().slice(0, -1) + offset,
  };
}

import { expect, it } from 'vitest';
import { utc, zoneOf } from './zone.ts';

const winter = Date.UTC(2026, 0, 31, 23, 30, 15, 250);
const summer = Date.UTC(2026, 6, 1, 3, 0);

it.each<[string, number, string, number, string]>([
  ['Europe/Berlin', winter, '2026-02-01T00:30:15.250+01:00', 0, 'sun'],
  ['Europe/Berlin', summer, '2026-07-01T05:00:00.000+02:00', 5, 'wed'],
  ['America/New_York', winter, '2026-01-31T18:30:15.250-05:00', 18, 'sat'],
  ['America/New_York', summer, '2026-06-30T23:00:00.000-04:00', 23, 'tue'],
  ['America/St_Johns', winter, '2026-01-31T20:00:15.250-03:30', 20, 'sat'],
  ['Asia/Kathmandu', winter, '2026-02-01T05:15:15.250+05:45', 5, 'sun'],
  ['Etc/GMT+12', winter, '2026-01-31T11:30:15.250-12:00', 11, 'sat'],
  ['UTC', winter, '2026-01-31T23:30:15.250Z', 23, 'sat'],
])('in %s, %d is %s', (name, now, iso, hour, weekday) => {
  const zone = zoneOf(name);
  expect(zone?.(now)).toEqual({ iso, hour, weekday });
  // The same moment to whoever reads it, and again after another one.
  expect(Date.parse(iso)).toBe(now);
  expect(Date.parse(zone?.(now + 3_600_000).iso ?? '')).toBe(now + 3_600_000);
  expect(zone?.(now).iso).toBe(iso);
});

it.each(['', 'Nowhere/None', '+01:00', 'Europe/Berlin ', ' Europe/Berlin', '/Europe/Berlin', 'Europe/Berlin\n'])(
  '%j is no zone',
  (name) => expect(zoneOf(name)).toBeUndefined(),
);

it('without a zone it is the time of all', () => {
  expect(utc(winter)).toEqual({ iso: '2026-01-31T23:30:15.250Z', hour: 23, weekday: 'sat' });
});

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventTitles } from '../../web/src/features/activity/event-titles.ts';

interface Verb {
  readonly name: string;
  readonly change: boolean;
}
const isVerb = (value: unknown): value is Verb =>
  typeof value === 'object' && value !== null && 'change' in value && 'permission' in value;

test('whatever changes something has a title in the dashboard', async () => {
  const folder = new URL('../../src/control/verbs/', import.meta.url);
  const groups = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  const rooms = await Promise.all(groups.map(({ name }) => import(new URL(`${name}/index.ts`, folder).href)));
  const changes = rooms.flatMap((room: object) => Object.values(room).filter(isVerb)).filter(({ change }) => change);
  expect(changes.length).toBeGreaterThan(50);
  expect(changes.map(({ name }) => name).filter((name) => !eventTitles.has(name))).toEqual([]);
});

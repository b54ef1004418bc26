import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rooms = globSync('src/*/').map((folder) => folder.replace(/^src\//, ''));

test('the map of the repository has every room', () => {
  const map = readFileSync('CONTRIBUTING.md', 'utf8');
  expect(rooms.length).toBeGreaterThan(20);
  expect(rooms.filter((room) => !new RegExp(`(^| )${room}/`, 'm').test(map))).toEqual([]);
});

test('whatever it says to begin at is there', () => {
  const table = readFileSync('CONTRIBUTING.md', 'utf8').match(/^\| (?!what|---).*$/gm) ?? [];
  const paths = table.flatMap((row) =>
    [...row.matchAll(/`((?:src|test|docs|migrations)\/[^`<*]*)`/g)].map(([, path = '']) => path),
  );
  expect(paths.length).toBeGreaterThan(15);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

test('each room opens with what it decides', () => {
  const doors = globSync('src/*/index.ts');
  // The command line and the composition are programs, not rooms that others enter.
  expect(doors.length).toBe(rooms.length - 2);
  expect(doors.filter((door) => !readFileSync(door, 'utf8').startsWith('/**'))).toEqual([]);
});

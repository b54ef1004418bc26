import { expect, it } from 'vitest';
import { defaultFolder } from './default-folder.ts';

it.each<[what: string, env: Record<string, string>, platform: NodeJS.Platform, folder: string]>([
  ['what is named', { TOOLGATE_DATA: 'here', XDG_DATA_HOME: '/x', HOME: '/home/a' }, 'linux', 'here'],
  ['the place for data', { XDG_DATA_HOME: '/x', HOME: '/home/a' }, 'linux', '/x/toolgate'],
  ['where nothing is said', { HOME: '/home/a' }, 'linux', '/home/a/.local/share/toolgate'],
  ['nor with nothing in it', { XDG_DATA_HOME: '', HOME: '/home/a' }, 'linux', '/home/a/.local/share/toolgate'],
  ['nor by a place that moves', { XDG_DATA_HOME: 'x', HOME: '/home/a' }, 'linux', '/home/a/.local/share/toolgate'],
  ['on a Mac', { XDG_DATA_HOME: '/x', HOME: '/Users/a' }, 'darwin', '/Users/a/Library/Application Support/toolgate'],
])('the data folder is %s', (_, env, platform, folder) => {
  expect(defaultFolder(env, platform)).toBe(folder);
});

import { groups } from '../../src/cli/commands.ts';

const titles = ['Commands', ...groups.map(({ title }) => title)].join('|');

/** The lists of commands in a help: at the top there are several, each under what it is for. */
export const listsIn = (help: string): string[] =>
  [...help.matchAll(new RegExp(`^(?:${titles}):\\n((?: .*\\n)+)`, 'gm'))].map(([, list = '']) => list);

/** The names of the commands below the one that a help is of. */
export const commandsIn = (help: string): string[] =>
  [
    ...listsIn(help)
      .join('')
      .matchAll(/^ {2}([a-z][a-z-]*)/gm),
  ].flatMap(([, name = '']) => (name === 'help' ? [] : name));

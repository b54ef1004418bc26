import { judge, type Policy } from '../../policy/index.ts';
import type { Grammar } from './name-classes.ts';
import { callOf } from './setting.ts';

const letters = 'xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.'.split('');

/** Callable names of tools and prompts. A class is told apart within the longest name that there may be. */
export function callableNames(patterns: readonly string[]): Grammar {
  const used = new Set(patterns.join(''));
  const spare = letters.find((letter) => !used.has(letter));
  return {
    letters: spare === undefined ? [] : [spare],
    start: '',
    next: () => '',
    isName: (name) => name.length >= 1 && name.length <= 128,
    // Names are met from the shortest on: one that is too long has no shorter sister.
    mayFollow: () => false,
  };
}

/** URIs that may be judged. Whether one may is asked of the judge. */
export function uris(patterns: readonly string[], policy: Policy): Grammar {
  const used = new Set(patterns.join(''));
  const spare = letters.find((letter) => !used.has(letter) && /[a-z]/.test(letter)) ?? 'x';
  return {
    letters: [spare, 'x', ':', '/'],
    start: 'begin',
    next(state, letter) {
      if (state === 'rest') return 'rest';
      if (letter === ':') return state === 'scheme' ? 'rest' : undefined;
      return (state === 'begin' ? /[a-z]/ : /[a-z0-9+.-]/).test(letter) ? 'scheme' : undefined;
    },
    isName(uri, state) {
      if (state !== 'rest') return false;
      const { call, context } = callOf({ kind: 'resource', name: uri }, new Map());
      const judgement = judge(policy, call, context);
      return judgement.verdict === 'pass' || judgement.code !== 'bad_request';
    },
    mayFollow: (_, state) => state === 'rest',
  };
}

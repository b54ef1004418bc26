import { hostile } from './hostile.ts';

/** What turns, hides, or imitates text: bidirectional controls, zero-width characters, tags, letters of other alphabets. */
const turning = 'safe\u202egnp.exe\u202c \u2066left\u2069 ad\u200bm\u2060in\ufeff \u{e0041}\u{e0042} раураl';

/** What leads or loads from somewhere else, wherever it is taken for a link, a picture, a style or a form. */
const leading =
  '[click](javascript:alert(11)) ![](https://evil.example/y.png) <base href="https://evil.example/"><style>*{display:none}</style><form action="https://evil.example/"><button autofocus>';

/** Text of every kind that is there to be mistaken for something else, on one line. */
export const strangeLine = `${hostile} ${turning} ${leading}`;

/** The same on several lines. */
export const strange = `${hostile}\nsecond line\n\n\n${turning} ${leading}`;

/** Eight thousand characters without a place to break. */
export const endless = 'W'.repeat(8_000);

export const strangeAtLength = `${strange} ${endless}`;

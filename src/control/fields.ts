import { z } from 'zod';
import { roles } from '../accounts/index.ts';

/** An id of ours: 32 hexadecimal digits. */
export const idField = z.string().regex(/^[0-9a-f]{32}$/, 'must be an id: 32 hexadecimal digits, as lists show it');

/** A name for people: one line without anything that turns, hides or breaks text. */
export const nameField = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'must have at most 100 characters')
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u, 'must be one line of plain text');

export const roleField = z.enum(roles);

/** A time as the API tells it: milliseconds since the epoch. */
export const timeField = z.number().int();

/** An address of mail, in lower case: what people sign in with. */
export const emailField = z.email('must be an e-mail address').max(254).toLowerCase();

/** A secret of ours in a link or a cookie. */
export const secretField = z.string().regex(/^[A-Za-z0-9_-]{43,64}$/, 'is no secret that was given out here');

/** A password as it is typed; how good it must be is asked where one is chosen. */
export const passwordField = z.string().min(1).max(1024);

import { listOf, object, optional, required } from './collections.ts';
import type { CaptureConfig } from './config.ts';
import { slugName } from './names.ts';
import { age } from './quantities.ts';
import { textLike, wordOf } from './scalars.ts';
import type { Shape } from './shape.ts';

const day = 24 * 3_600_000;
const level = wordOf(['off', 'paths', 'full']);
const retention = optional(age, 'How long it is kept.', 7 * day, '7d');

const whole = object({
  level: optional(level, 'How much is captured of every call.', 'off' as const, 'off'),
  retention,
  rules: optional(
    listOf(
      object({
        grant: optional(
          textLike('the label of a grant', /^[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,63}$/),
          'Of this grant.',
          '',
        ),
        server: optional(textLike('the slug of a server', slugName.form), 'To this server.', ''),
        level: required(level, 'How much is captured of these calls.'),
        retention,
      }),
    ),
    'For some calls otherwise: of a grant, to a server, or both; the nearest rule holds.',
    Object.freeze([]),
  ),
});

/** Whose arguments are kept for `policy replay`: one word for all calls, or rules. Nothing is captured unless it says so. */
export const captureShape: Shape<CaptureConfig> = {
  schema: { oneOf: [level.schema, whole.schema] },
  read: (node, pointer, reading) => {
    if (node.kind !== 'map') {
      const word = level.read(node, pointer, reading);
      return word && rulesOf({ level: word, retention: 7 * day, rules: [] });
    }
    const read = whole.read(node, pointer, reading);
    return read && rulesOf(read);
  },
};

function rulesOf({ level: all, retention: retentionMs, rules }: NonNullable<ReturnType<typeof whole.read>>) {
  const some = rules.map(({ grant, server, level: of, retention: kept }) => ({
    ...(grant === '' ? {} : { grant }),
    ...(server === '' ? {} : { server }),
    level: of,
    retentionMs: kept,
  }));
  return all === 'off' ? some : [...some, { level: all, retentionMs }];
}

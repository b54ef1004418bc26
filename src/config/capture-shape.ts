import { nearestWord } from '../kernel/index.ts';
import { listOf, object, optional, required } from './collections.ts';
import type { CaptureConfig } from './config.ts';
import { grantLabel, slugName } from './names.ts';
import { age } from './quantities.ts';
import type { Reading } from './reading.ts';
import { textLike, wordOf } from './scalars.ts';
import { type Placed, placed, type Shape } from './shape.ts';

const day = 24 * 3_600_000;
const level = wordOf(['off', 'paths', 'full']);
const retention = optional(age, 'How long it is kept.', 7 * day, '7d');

const whole = object({
  level: optional(level, 'How much is captured of every call.', 'off' as const, 'off'),
  retention,
  rules: optional(
    listOf(
      object({
        grant: optional(placed(textLike('the label of a grant', grantLabel.form)), 'Of this grant.', undefined),
        server: optional(placed(textLike('the slug of a server', slugName.form)), 'To this server.', undefined),
        level: required(level, 'How much is captured of these calls.'),
        retention,
      }),
    ),
    'For some calls otherwise: of a grant, to a server, or both; the nearest rule holds.',
    Object.freeze([]),
  ),
});

/** Rules whose names of grants and servers are still to be looked at. */
export interface CaptureRead {
  readonly rules: CaptureConfig;
  readonly grants: readonly Placed<string>[];
  readonly servers: readonly Placed<string>[];
}

/** Whose arguments are kept for `policy replay`: one word for all calls, or rules. Nothing is captured unless it says so. */
export const captureShape: Shape<CaptureRead> = {
  schema: { oneOf: [level.schema, whole.schema] },
  read: (node, pointer, reading) => {
    if (node.kind !== 'map') {
      const word = level.read(node, pointer, reading);
      return word && captureOf({ level: word, retention: 7 * day, rules: [] });
    }
    const read = whole.read(node, pointer, reading);
    return read && captureOf(read);
  },
};

function captureOf({ level: all, retention: retentionMs, rules }: NonNullable<ReturnType<typeof whole.read>>) {
  const some = rules.map(({ grant, server, level: of, retention: kept }) => ({
    ...(grant && { grant: grant.value }),
    ...(server && { server: server.value }),
    level: of,
    retentionMs: kept,
  }));
  return {
    rules: all === 'off' ? some : [...some, { level: all, retentionMs }],
    grants: rules.flatMap(({ grant }) => grant ?? []),
    servers: rules.flatMap(({ server }) => server ?? []),
  };
}

/**
 * A rule that names nobody captures nothing, and looks like one that does. What is stored may be named as well, and is
 * not known here: so it is a doubt. A label is not repeated, for what stands in its place may be a token.
 */
export function checkCapture(
  { grants, servers }: CaptureRead,
  known: { readonly labels: readonly string[]; readonly slugs: readonly string[] },
  reading: Reading,
): void {
  const doubt = ({ value, node, pointer }: Placed<string>, names: readonly string[], what: string): void => {
    if (names.includes(value)) return;
    const near = nearestWord(value, names);
    const said = `no ${what} of this file is called so`;
    if (near === undefined) reading.warn(node, pointer, `${said}; a stored one may`, { maybeStored: true });
    else reading.warn(node, pointer, `${said}; did you mean ${near}?`);
  };
  for (const grant of grants) doubt(grant, known.labels, 'grant');
  for (const server of servers) doubt(server, known.slugs, 'server');
}

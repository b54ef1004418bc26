import { tokenHash } from '../identity/index.ts';
import { mapOf, object, optional, required } from './collections.ts';
import type { GrantConfig } from './config.ts';
import { grantLabel, policyName, slugName } from './names.ts';
import { has } from './node.ts';
import type { Reading } from './reading.ts';
import { secretLike, textLike } from './scalars.ts';
import { type Placed, placed, type Shape } from './shape.ts';

/** A grant whose references to servers and policies are still to be checked. */
export interface GrantRead {
  readonly grant: GrantConfig;
  readonly label: Placed<string>;
  readonly token: Placed<string>;
  readonly uses: readonly { readonly server: Placed<string>; readonly policy: Placed<string> }[];
  /** Whether the token stands in the file itself. */
  readonly literal: boolean;
}

const label = textLike(grantLabel.expected, grantLabel.form);
const token = secretLike(
  'a token: tg_ and at least 43 letters, digits, - or _ (toolgate makes one with 256 random bits)',
  /^tg_[A-Za-z0-9_-]{43,253}$/,
);
const tagName = { form: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, expected: "a tag's name" };
const server = placed(textLike('the slug of a server', slugName.form));
const policy = placed(textLike('the name of a policy', policyName.form));

const common = {
  label: required(placed(label), 'Who or what holds this grant; unique.'),
  token: required(placed(token), 'tg_ and at least 43 more characters; only its SHA-256 is kept in memory.'),
  tags: optional(
    mapOf(() => textLike('a string of at most 256 characters', /^[^\0-\x1f]{0,256}$/), tagName),
    'Read by conditions as grant.tags.<name>.',
    new Map<string, string>(),
  ),
};

const single = object(
  {
    ...common,
    server: required(server, 'The server that this grant opens.'),
    policy: required(policy, 'The policy that judges its calls.'),
  },
  new Map([['servers', 'a grant has either server and policy, or servers']]),
);

const many = object(
  {
    ...common,
    servers: required(
      mapOf(() => policy, slugName, 1),
      'Server slug → policy name.',
    ),
  },
  new Map([
    ['server', 'a grant has either server and policy, or servers'],
    ['policy', 'a grant has either server and policy, or servers'],
  ]),
);

/** One grant: a token, and what it opens under which policy. The token itself is forgotten as soon as it is hashed. */
export const grantShape: Shape<GrantRead> = {
  schema: { oneOf: [single.schema, many.schema] },
  read: (node, pointer, reading) => {
    if (node.kind === 'map' && has(node, 'servers')) {
      const read = many.read(node, pointer, reading);
      const uses = read && [...read.servers].map(([slug, use]) => ({ server: { ...use, value: slug }, policy: use }));
      return read && grantOf(read, uses ?? []);
    }
    const read = single.read(node, pointer, reading);
    return read && grantOf(read, [{ server: read.server, policy: read.policy }]);
  },
};

interface CommonRead {
  readonly label: Placed<string>;
  readonly token: Placed<{ readonly text: string; readonly literal: boolean }>;
  readonly tags: ReadonlyMap<string, string>;
}

function grantOf(read: CommonRead, uses: GrantRead['uses']): GrantRead {
  const hash = tokenHash(read.token.value.text);
  return {
    grant: {
      label: read.label.value,
      servers: new Map(uses.map((use) => [use.server.value, use.policy.value])),
      tags: read.tags,
      tokenHash: hash,
    },
    label: read.label,
    token: { ...read.token, value: hash },
    uses,
    literal: read.token.value.literal,
  };
}

/** What a grant refers to must be there, and no two grants may be taken for one another. */
export function checkGrants(
  grants: readonly GrantRead[],
  servers: ReadonlySet<string>,
  policies: ReadonlySet<string>,
  reading: Reading,
): void {
  const labels = new Set<string>();
  const tokens = new Map<string, string>();
  for (const { label, token, uses } of grants) {
    if (labels.has(label.value)) reading.fail(label.node, label.pointer, 'this label stands twice');
    labels.add(label.value);
    const other = tokens.get(token.value);
    if (other !== undefined) reading.fail(token.node, token.pointer, `${other} has the same token`);
    tokens.set(token.value, label.value);
    for (const { server, policy } of uses) {
      if (!servers.has(server.value)) reading.fail(server.node, server.pointer, `there is no server ${server.value}`);
      if (!policies.has(policy.value)) reading.fail(policy.node, policy.pointer, `there is no policy ${policy.value}`);
    }
  }
}

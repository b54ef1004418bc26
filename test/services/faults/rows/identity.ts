import type { Row } from '../row.ts';

const none =
  'there is none: tokens are compared with what the gateway has in memory, and nobody is asked who somebody is';

/** A row that says that calls need no such thing. */
export const identityProvider: Row = {
  what: 'identity provider or key set',
  refused: /^$/,
  cells: { down: { none }, stalled: { none }, error: { none }, garbage: { none }, flapping: { none } },
};

import type { Attack } from './attack.ts';
import { definitionAttacks } from './definitions.table.ts';
import { firstIncidents } from './first-incidents.table.ts';
import { flowAttacks } from './flows.table.ts';
import { laterIncidents } from './later-incidents.table.ts';
import { protocolAttacks } from './protocol.table.ts';
import { reachAttacks } from './reach.table.ts';
import { supplyAttacks } from './supply.table.ts';

/** Patterns of attack and incidents, each with the policy against it and what that policy does, as a replay shows. */
export const attacks: readonly Attack[] = [
  ...definitionAttacks,
  ...reachAttacks,
  ...flowAttacks,
  ...protocolAttacks,
  ...supplyAttacks,
  ...firstIncidents,
  ...laterIncidents,
];

const bySlug: ReadonlyMap<string, Attack> = new Map(attacks.map((attack) => [attack.slug, attack]));

/** The attack of that slug. */
export function attackNamed(slug: string): Attack | undefined {
  return bySlug.get(slug);
}

import { assertNever } from '../kernel/index.ts';
import type { Role } from './roles.ts';

/**
 * What somebody may do who has signed in. One permission an area and a kind of access; a verb names exactly one.
 *
 * `public`: also who has not signed in (set-up, sign-in, an invitation). `self`: whoever has, about themselves.
 */
export const permissions = [
  'public',
  'self',
  'accounts:read',
  'accounts:write',
  'api_keys:read',
  'api_keys:write',
  'servers:read',
  'servers:write',
  'credentials:write',
  'policies:read',
  'policies:write',
  'policies:activate',
  'grants:read',
  'grants:write',
  'definitions:decide',
  'findings:read',
  'findings:write',
  'kill:write',
  'approvals:read',
  'approvals:decide',
  'calls:read',
  'captures:read',
  'events:read',
  'inventory:read',
  'catalog:read',
  'catalog:write',
  'notifications:read',
  'notifications:write',
  'messages:read',
  'installation:read',
  'installation:write',
] as const;

export type Permission = (typeof permissions)[number];

/** What every role sees: how agents are governed, and nothing that opens anything. */
const seen: readonly Permission[] = [
  'self',
  'servers:read',
  'policies:read',
  'grants:read',
  'findings:read',
  'approvals:read',
  'calls:read',
  'inventory:read',
  'catalog:read',
];

/** Writes policies, and never sees credentials, tokens or captured values: handing out a grant shows its token. */
const policyManager: readonly Permission[] = [
  ...seen,
  'policies:write',
  'policies:activate',
  'definitions:decide',
  'findings:write',
  'kill:write',
  'events:read',
];

const approver: readonly Permission[] = [...seen, 'approvals:decide', 'kill:write'];

const auditor: readonly Permission[] = [
  ...seen,
  'captures:read',
  'events:read',
  'accounts:read',
  'api_keys:read',
  'notifications:read',
  'messages:read',
  'installation:read',
];

const viewer: readonly Permission[] = seen;

/** Everything but captured values, which auditors alone read: who changes things does not read along. */
const admin: readonly Permission[] = permissions.filter((permission) => permission !== 'captures:read');

const table: ReadonlyMap<Role, ReadonlySet<Permission>> = new Map([
  ['admin', new Set(admin)],
  ['policy_manager', new Set(policyManager)],
  ['approver', new Set(approver)],
  ['auditor', new Set(auditor)],
  ['viewer', new Set(viewer)],
]);

/** Who acts: what a permission is asked of. */
export interface Actor {
  readonly kind: ActorKind;
  /** The user's or key's id; for the others the kind itself. */
  readonly id: string;
  /** `undefined` for who has not signed in. */
  readonly role: Role | undefined;
  /** The browser session, where there is one. */
  readonly session?: string;
}

/**
 * `operator`: whoever holds the data folder, by the command line or its local socket. `system`: the installation
 * itself. `anonymous`: nobody has signed in.
 */
export type ActorKind = 'user' | 'api_key' | 'operator' | 'system' | 'anonymous';

export const operator: Actor = { kind: 'operator', id: 'operator', role: 'admin' };
export const anonymous: Actor = { kind: 'anonymous', id: 'anonymous', role: undefined };

/** Whether an actor may. What no role has and no kind brings with it, nobody may. */
export function may(actor: Actor, permission: Permission): boolean {
  if (permission === 'public') return true;
  switch (actor.kind) {
    case 'anonymous':
      return false;
    case 'operator':
    case 'system':
      // Whoever holds the folder holds the keys, too; only what belongs to a person is not theirs.
      return permission !== 'self';
    case 'api_key':
      return permission !== 'self' && roleMay(actor.role, permission);
    case 'user':
      return roleMay(actor.role, permission);
    default:
      return assertNever(actor.kind);
  }
}

/** Whether a role has a permission. */
export function roleMay(role: Role | undefined, permission: Permission): boolean {
  if (permission === 'public') return true;
  return role !== undefined && table.get(role)?.has(permission) === true;
}

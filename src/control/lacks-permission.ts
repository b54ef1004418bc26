import { type Permission, roleMay, roles } from '../accounts/index.ts';
import { Fault } from '../kernel/index.ts';

const list = new Intl.ListFormat('en');

/** The refusal of what somebody may not do. It names the roles that may: whoever reads it knows whom to ask. */
export function lacksPermission(permission: Permission): Fault {
  // Every role has it, and no key: it concerns the person.
  if (permission === 'self')
    return new Fault('forbidden', 'this is for people who have signed in, and not for API keys');
  const able = roles.filter((role) => roleMay(role, permission));
  const words = `the ${able.length === 1 ? 'role' : 'roles'} ${list.format(able)} ${able.length === 1 ? 'has' : 'have'}`;
  return new Fault('forbidden', `this needs the permission ${permission}, which ${words}`);
}

import { usePages } from '../../api/use-pages.ts';
import { type Role, roleName } from './roles.ts';

/** Somebody, or something, that a group of approvers can have. */
export interface Decider {
  /** As groups name it: `user:<id>` or `api_key:<id>`. */
  readonly member: string;
  readonly name: string;
  /** What tells two of one name apart, and why one cannot decide. */
  readonly about: string;
  /** Whether its role lets it decide at all. */
  readonly decides: boolean;
}

const decides = (role: Role): boolean => role === 'admin' || role === 'approver';

/** All members and API keys: who may see the ones may see the others. */
export function useDeciders(): readonly Decider[] {
  const users = usePages('user.list', { limit: 200 });
  const keys = usePages('api_key.list', { limit: 200 });
  return [
    ...users.items.map(({ id, name, email, role, state }) => ({
      member: `user:${id}`,
      name,
      about: `${email}, ${state === 'disabled' ? 'disabled' : roleName(role)}`,
      decides: decides(role),
    })),
    ...keys.items.map(({ id, name, role }) => ({
      member: `api_key:${id}`,
      name,
      about: `API key, ${roleName(role)}`,
      decides: decides(role),
    })),
  ];
}

/** The five roles (docs/accounts.md). Each user and each API key has exactly one. */
export const roles = ['admin', 'policy_manager', 'approver', 'auditor', 'viewer'] as const;

export type Role = (typeof roles)[number];

/** Reads a role from where it was kept. @returns `undefined` for a word that is none: it opens nothing */
export function roleOf(text: string): Role | undefined {
  return roles.find((role) => role === text);
}

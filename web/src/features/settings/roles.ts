/** The roles, with what each may, in the words of the documentation. */
export const roles = [
  { role: 'admin', may: 'everything but captured values' },
  { role: 'policy_manager', may: 'policies and definitions; never credentials or tokens' },
  { role: 'approver', may: 'decides approvals' },
  { role: 'auditor', may: 'reads everything, captured values included' },
  { role: 'viewer', may: 'sees how agents are governed' },
] as const;

export type Role = (typeof roles)[number]['role'];

export const roleName = (role: string): string => role.replace('_', ' ');

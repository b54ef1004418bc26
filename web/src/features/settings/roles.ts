/** The roles, with what each may, in the words of the documentation. */
export const roles = [
  { role: 'admin', may: 'Does everything except read captured values.' },
  {
    role: 'policy_manager',
    may: 'Writes policies, decides on definitions and can stop things; sees no credentials or tokens.',
  },
  { role: 'approver', may: 'Decides approvals and can stop things.' },
  { role: 'auditor', may: 'Reads everything, captured values included; changes nothing.' },
  { role: 'viewer', may: 'Reads servers, policies, grants and calls; changes nothing.' },
] as const;

export type Role = (typeof roles)[number]['role'];

export const roleName = (role: string): string => role.replace('_', ' ');

/** What a role may, in a sentence. */
export const roleMay = (role: Role): string => roles.find((one) => one.role === role)?.may ?? '';

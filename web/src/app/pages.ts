/**
 * Every path at which the application answers, as rows of the gateway's route table: it serves the same document at
 * each of them and nothing anywhere else.
 */
export const pages = [
  '/',
  '/setup',
  '/invitation',
  '/sign-in',
  '/welcome',
  '/servers',
  '/servers/new',
  '/servers/:server',
  '/servers/:server/:tab',
  '/policies',
  '/policies/:policy',
  '/grants',
  '/grants/:grant',
  '/approvals',
  '/approvals/:approval',
  '/activity',
  '/catalog',
  '/settings',
  '/settings/:tab',
] as const;

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
  '/policies',
  '/policies/:policy',
  '/grants',
  '/grants/matrix',
  '/approvals',
  '/approvals/:approval',
  '/activity',
  '/explore',
  '/explore/:server',
  '/explore/:server/:tool',
  '/inbox',
  '/settings',
  '/settings/:tab',
] as const;

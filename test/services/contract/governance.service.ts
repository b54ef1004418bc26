import { onPostgres } from './verbs.ts';

onPostgres({
  'verbs, events and what is asked twice': () => import('../../../src/control/control.test.ts'),
  'approvals that people decide': () => import('../../control/approvals.test.ts'),
  'the outbox': () => import('../../control/notify.test.ts'),
  'records told to collectors': () => import('../../control/otlp.test.ts'),
  records: () => import('../../control/records.test.ts'),
  'many grants at once': () => import('../../control/many-grants.test.ts'),
  'many policies at once': () => import('../../control/many-policies.test.ts'),
  captures: () => import('../../control/captures.test.ts'),
});

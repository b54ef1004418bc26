import { onPostgres } from './verbs.ts';

onPostgres({
  accounts: () => import('../../control/accounts.test.ts'),
  'links that are followed at two gateways at once': () => import('../../control/two-gateways.test.ts'),
  'who is kept from signing in': () => import('../../control/locking-out.test.ts'),
  'rights that are taken away': () => import('../../control/losing-rights.test.ts'),
  'values that a database may not take': () => import('../../control/odd-values.test.ts'),
  registry: () => import('../../../src/control/verbs/registry.test.ts'),
});

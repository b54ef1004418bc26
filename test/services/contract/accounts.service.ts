import { onPostgres } from './verbs.ts';

onPostgres({
  accounts: () => import('../../control/accounts.test.ts'),
  registry: () => import('../../../src/control/verbs/registry.test.ts'),
});

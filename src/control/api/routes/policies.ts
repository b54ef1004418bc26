import {
  activatePolicy,
  attachPolicy,
  confirmPolicy,
  diffPolicy,
  listPolicies,
  listPolicyVersions,
  removePolicy,
  rollbackPolicy,
  savePolicy,
  showPolicy,
} from '../../verbs/policy/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** A document is at most a megabyte; as JSON text it may take twice as much. */
const document = { bodyCap: 4 * 1024 * 1024, bodyNodes: 20_000 };

/** Policies and their versions. */
export const policyRoutes: readonly ApiRoute[] = [
  route(listPolicies, 'GET', '/policies'),
  route(showPolicy, 'GET', '/policies/:name'),
  route(savePolicy, 'PUT', '/policies/:name', document),
  route(removePolicy, 'DELETE', '/policies/:name'),
  route(listPolicyVersions, 'GET', '/policies/:name/versions'),
  route(diffPolicy, 'POST', '/policies/:name/diff', { status: 200, ...document }),
  route(activatePolicy, 'POST', '/policies/:name/activate', { status: 200 }),
  route(confirmPolicy, 'POST', '/policies/:name/confirm', { status: 200 }),
  route(rollbackPolicy, 'POST', '/policies/:name/rollback', { status: 200 }),
  route(attachPolicy, 'POST', '/policies/:name/attach', { status: 200 }),
];

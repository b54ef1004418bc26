import {
  checkPolicy,
  comparePolicies,
  explainPolicy,
  policyAsJson,
  recommendPolicy,
  replayPolicy,
  suggestPolicy,
} from '../../verbs/policy-lab/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** Documents are large texts, and these change nothing: 200, and a body of its own size and of few values. */
const options = { status: 200, bodyCap: 2.5 * 1024 * 1024, bodyNodes: 10_000 };
/** Two thousand definitions, as their servers wrote them. */
const definitions = { ...options, bodyNodes: 100_000, bodyMembers: 10_000 };

/** Policies under the lens: checked, tried, compared and made from calls before anything is saved. */
export const policyLabRoutes: readonly ApiRoute[] = [
  route(checkPolicy, 'POST', '/policy-lab/check', options),
  route(explainPolicy, 'POST', '/policy-lab/explain', options),
  route(comparePolicies, 'POST', '/policy-lab/compare', options),
  route(policyAsJson, 'POST', '/policy-lab/as-json', options),
  route(recommendPolicy, 'POST', '/policy-lab/recommend', definitions),
  route(replayPolicy, 'POST', '/policies/:name/replay', { ...options, unrepeatable: true }),
  route(suggestPolicy, 'POST', '/grants/:grant/suggest-policy', { status: 200, unrepeatable: true }),
];

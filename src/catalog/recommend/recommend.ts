import type { JsonObject } from '../../protocol/index.ts';
import { planTool, type RecommendedPlan, type RecommendedTool } from './plan-tool.ts';
import { type Strength, strengthTitles } from './strength.ts';
import { unproven } from './unproven.ts';
import { entryOf } from './write-entry.ts';
import { serverSentence, toolSentence } from './write-sentence.ts';

/** A policy that does what its sentence says: the engine has judged calls against each part of it. */
export interface Recommendation {
  readonly strength: Strength;
  /** The strength in words. */
  readonly title: string;
  /** The whole effect of the document, in one sentence. */
  readonly sentence: string;
  /** A policy document, version 1. */
  readonly document: JsonObject;
  /** What becomes of each tool that the document names. */
  readonly plans: readonly RecommendedPlan[];
}

/** Names that a call can have and a policy can have as a key; of others nothing is to be said. */
const callable = /^(?!__proto__$)[A-Za-z0-9._-]{1,128}$/;

/**
 * The recommended policy for one tool. It denies every other tool of the server (save under `observe`), and says so.
 *
 * @throws Error for a tool that cannot be called by its name, or should the engine find that the policy does not do
 *   what its sentence says
 */
export function recommendForTool(tool: RecommendedTool, strength: Strength): Recommendation {
  if (!callable.test(tool.name)) throw new Error('a tool of this name cannot be called, so no policy is needed for it');
  const plan = planTool(tool, strength === 'observe' ? 'guarded' : strength);
  return recommendation([plan], strength, toolSentence(plan, strength));
}

/**
 * The recommended policy for all tools of a server. What the server has beyond them is denied (save under `observe`).
 *
 * @param tools those whose names cannot be called are left out; none at all is a server that nobody has looked at
 * @throws Error should the engine find that the policy does not do what its sentence says
 */
export function recommendForServer(tools: readonly RecommendedTool[], strength: Strength): Recommendation {
  const named = new Map(tools.filter(({ name }) => callable.test(name)).map((tool) => [tool.name, tool]));
  // Of a server whose tools nobody knows a policy that names none would deny everything.
  const effective = named.size === 0 ? 'observe' : strength;
  const plans = [...named.values()].map((tool) => planTool(tool, effective === 'observe' ? 'guarded' : effective));
  return recommendation(plans, effective, serverSentence(plans, effective));
}

function recommendation(plans: readonly RecommendedPlan[], strength: Strength, sentence: string): Recommendation {
  const observes = strength === 'observe';
  const document: JsonObject = {
    version: '1',
    description: sentence.slice(0, 2_000),
    ...(observes && { mode: 'observe' }),
    default: observes ? 'allow' : 'deny',
    ...(plans.length > 0 && { tools: Object.fromEntries(plans.map((plan) => [plan.tool, entryOf(plan)])) }),
  };
  const faults = unproven(document, plans, observes);
  if (faults.length > 0) throw new Error(`the recommended policy does not do what it says: ${faults.join(', ')}`);
  return { strength, title: strengthTitles[strength], sentence, document, plans };
}

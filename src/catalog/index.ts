/**
 * The encyclopaedia of tools, off the request path: what a tool can do at worst, how sure that is, and why.
 *
 * It decides a category, a severity and flags for a definition; it never decides a call. A policy that wants to use a
 * class is compiled with it; no request waits for this room, and nothing on the way of a request imports it. Classing
 * touches no file, socket or clock: the same definition gives the same class on every machine. `store/` alone opens a
 * file, `catalog.db`, which imports fill. It recommends policies, and shows none that the policy engine has not found to
 * do what the sentence beside it says.
 *
 * Invariants: nothing that a server's author writes lowers what name or schema imply. Text added to a description only
 * raises, hints (`readOnlyHint` …) have no say, and invisible characters are gone before anything is read.
 */

export type { Attack, AttackTags, AttackVerdict } from './attacks/attack.ts';
export { attackNamed, attacks } from './attacks/attacks.ts';
export { attacksOn } from './attacks/attacks-on.ts';
export { BundleFault } from './bundle/lines-of.ts';
export { readBundle } from './bundle/read-bundle.ts';
export { bundleHeadLine, overrideLineOf, serverLineOf } from './bundle/write-bundle.ts';
export { type Category, categories } from './classify/category.ts';
export { type Classification, classifierVersion, classify } from './classify/classify.ts';
export { definitionOf } from './classify/definition-of.ts';
export type { CategoryEvidence } from './classify/explain.ts';
export type { Definition } from './classify/features.ts';
export type { Flag } from './classify/flags.ts';
export { type Severity, severities } from './classify/severity.ts';
export type { RecommendedPlan, RecommendedTool } from './recommend/plan-tool.ts';
export { type Recommendation, recommendForServer, recommendForTool } from './recommend/recommend.ts';
export { type Strength, strengths, strengthTitles } from './recommend/strength.ts';
export { type CheckoutFormat, checkoutFormats, checkoutRecords } from './sources/checkout.ts';
export { FetchFault, HttpGet } from './sources/http-get.ts';
export { syncRegistry } from './sources/sync-registry.ts';
export { openWithStarter } from './starter/open-with-starter.ts';
export { starterRecords } from './starter/starter.ts';
export { Catalog } from './store/catalog.ts';
export { CatalogWriter } from './store/catalog-writer.ts';
export type { FacetCounts, Facets } from './store/facets.ts';
export { hasCatalog } from './store/open-database.ts';
export type { Differences, Override, Package, Provenance, ServerRecord, ToolRecord } from './store/record.ts';
export type { Query } from './store/search.ts';
export { gatewaySlug } from './store/slug.ts';
export type { CatalogServer, Change, SearchResult, ServerLine, ToolLine, ToolView } from './store/views.ts';
export { type ReachableTool, type ToxicFlow, toxicFlow } from './toxic-flow.ts';

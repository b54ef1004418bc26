import type { Policy } from '../policy/index.ts';
import type { Document, Place, SharedRules } from './document.ts';

/**
 * Where the rules of a policy stand in its text: line and column by JSON pointer, for whatever a decision can name. An
 * action stands where its entry begins.
 */
export function rulePlaces({
  document,
  positionAt,
}: Policy): (pointer: string) => ReturnType<Policy['positionAt']> | undefined {
  const starts = new Map(placesIn(document).map(({ pointer, start }) => [pointer, start]));
  return (pointer) => {
    const start = starts.get(pointer);
    return start === undefined ? undefined : positionAt(start);
  };
}

function placesIn({ tools, resources, prompts, allTools, hide, defaultPlace }: Document): Place[] {
  const action = ({ place }: { readonly place: Place }): Place => ({
    pointer: `${place.pointer}/action`,
    start: place.start,
  });
  const entries = tools.flatMap(([, rules]) => [
    rules.place,
    action(rules),
    ...sharedPlaces(rules),
    ...(rules.arguments ? [rules.arguments.place] : []),
  ]);
  const items = [...resources, ...prompts].flatMap(([, rules]) => [
    rules.place,
    action(rules),
    ...rules.limits.map(({ place }) => place),
  ]);
  const general = allTools === undefined ? [] : [allTools.place, ...sharedPlaces(allTools)];
  return [defaultPlace, ...hide.map(({ place }) => place), ...entries, ...items, ...general];
}

function sharedPlaces({ require, denyIf, approveIf, limits, concurrency }: SharedRules): Place[] {
  const listed = [...require, ...denyIf, ...approveIf, ...limits].map(({ place }) => place);
  return concurrency === undefined ? listed : [...listed, concurrency.place];
}

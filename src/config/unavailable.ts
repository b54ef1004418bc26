/**
 * Keys that the configuration will have and this version does not act on. They are errors: a setting that nobody
 * obeys is worse than one that is refused.
 */
const say = (key: string): readonly [string, string] => [key, `${key} is not available in this version`];

export const unavailableForServers: ReadonlyMap<string, string> = new Map(['sandbox'].map(say));

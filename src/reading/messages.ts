import type { Config, ConfigOverrides, LoadedConfig, PolicySource } from '../config/index.ts';
import type { PolicyInJson } from '../snapshot/index.ts';

/** What `loadConfig` is called with. */
export interface ConfigAsk {
  readonly file: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly overrides: ConfigOverrides;
}

/** What the thread may be asked, by name, and what it answers; one after the other. */
export interface ReadingCalls {
  /** The configuration, without what there may be very much of: that follows by `more`. */
  config(ask: ConfigAsk): LoadedConfig;
  /** The next piece of the configuration that was read last; `undefined` behind the last one. */
  more(ask: undefined): ConfigPart | undefined;
  policy(ask: PolicySource): PolicyInJson;
}

export interface ReadingAsk {
  readonly name: keyof ReadingCalls;
  readonly argument: unknown;
}

/** Some of what a configuration declares. */
export type ConfigPart = {
  readonly [K in 'servers' | 'policies']: readonly (Config[K] extends ReadonlyMap<infer Key, infer Value>
    ? readonly [Key, Value]
    : never)[];
} & Pick<Config, 'grants'>;

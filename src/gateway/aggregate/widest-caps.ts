import type { JsonCaps } from '../../protocol/index.ts';
import type { Grant } from '../../snapshot/index.ts';

/** What any server of the grant would read; the one that is meant reads the request again by its own caps. */
export function widestCaps({ access }: Grant): JsonCaps {
  const caps = [...access.values()].map(({ server }) => server.config.caps);
  const widest = (key: keyof JsonCaps): number => Math.max(0, ...caps.map((each) => each[key]));
  return { bytes: widest('bytes'), depth: widest('depth'), nodes: widest('nodes') };
}

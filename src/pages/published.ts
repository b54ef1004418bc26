import type { Recommendation } from '../catalog/index.ts';

/** A recommended policy as whoever asks for JSON is given it: what was planned for each tool is how it was made. */
export function published({ strength, title, sentence, document }: Recommendation): Omit<Recommendation, 'plans'> {
  return { strength, title, sentence, document };
}

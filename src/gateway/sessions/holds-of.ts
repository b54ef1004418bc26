import type { ServerConfig } from '../../config/index.ts';
import type { Held } from '../admission.ts';

/** What a session with a server counts for in its grant's caps. */
export function holdsOf(config: ServerConfig): readonly Held[] {
  return config.transport === 'stdio' && !config.shared ? ['sessions', 'processes'] : ['sessions'];
}

import type { Config } from '../config/index.ts';
import type { Exchange, Handler, Route } from '../edge/index.ts';
import type { Clock } from '../kernel/index.ts';

const path = '/.well-known/security.txt';
const dayMs = 86_400_000;
/** RFC 9116, section 2.5.5, recommends less than a year. What is served is the configuration in force, so it is never old. */
const freshDays = 30;

/**
 * Whom to tell of a hole in this gateway, as RFC 9116 has it. Those who run it say so (`securityContact`); whoever wrote
 * the program cannot mend an installation, so without their word there is no such file.
 */
export function securityRoutes(
  { securityContact, publicUrl }: Pick<Config, 'securityContact' | 'publicUrl'>,
  clock: Pick<Clock, 'now'>,
): readonly Route[] {
  if (securityContact.length === 0) return [];
  const handler: Handler = ({ response, method }: Exchange) => {
    const expires = new Date((Math.floor(clock.now() / dayMs) + freshDays) * dayMs).toISOString();
    const lines = [
      ...securityContact.map((uri) => `Contact: ${uri}`),
      `Expires: ${expires}`,
      // Section 2.5.2: https alone may stand here.
      ...(publicUrl?.startsWith('https://') === true ? [`Canonical: ${publicUrl}${path}`] : []),
    ];
    const text = `${lines.join('\n')}\n`;
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': text.length });
    response.end(method === 'HEAD' ? undefined : text);
  };
  return (['GET', 'HEAD'] as const).map((method) => ({ method, path, handler }));
}

/** A place where the way of a call leaves the gateway's own code: the n-th use of a port's method. */
export interface FaultPoint {
  readonly port: string;
  readonly method: string;
  readonly n: number;
  /** Whether it answered with a promise: only then can it reject. */
  readonly waits: boolean;
}

export type Breakage = 'throws' | 'rejects';

/** Ports that can be made to fail at any of their uses. */
export interface Breakable {
  /** Forgets what was seen, and breaks the given place from now on; without one, none. */
  arm(point?: FaultPoint, how?: Breakage): void;
  /** Every use since, in order. */
  seen(): readonly FaultPoint[];
}

/**
 * Puts a thin wall around each port of a gateway, its clock and its telemetry excepted: the first tells the time and the
 * second is told what went wrong.
 *
 * @param ports changed in place
 */
export function breakable(ports: Record<string, unknown>): Breakable {
  let seen: FaultPoint[] = [];
  let armed: FaultPoint | undefined;
  let how: Breakage = 'throws';
  const counts = new Map<string, number>();

  const wall = <T extends object>(port: string, target: T): T =>
    new Proxy(target, {
      get(_, method) {
        const value: unknown = Reflect.get(target, method, target);
        if (typeof method !== 'string') return value;
        if (typeof value !== 'function') {
          return port === 'approvals' && typeof value === 'object' && value !== null
            ? wall(`approvals.${method}`, value)
            : value;
        }
        return (...args: unknown[]) => {
          const key = `${port}.${method}`;
          const n = (counts.get(key) ?? 0) + 1;
          counts.set(key, n);
          if (armed?.port === port && armed.method === method && armed.n === n) {
            const broken = new Error(`${key} is broken`);
            if (how === 'rejects') return Promise.reject(broken);
            throw broken;
          }
          const place = seen.push({ port, method, n, waits: false });
          const answer: unknown = Reflect.apply(value, target, args);
          if (answer instanceof Promise) seen[place - 1] = { port, method, n, waits: true };
          return answer;
        };
      },
    });

  for (const [port, target] of Object.entries(ports)) {
    if (port === 'clock' || port === 'telemetry') continue;
    if (typeof target === 'function') ports[port] = wall('ports', { [port]: target })[port];
    else ports[port] = wall(port, target as object);
  }
  return {
    arm(point, as = 'throws') {
      seen = [];
      counts.clear();
      armed = point;
      how = as;
    },
    seen: () => seen,
  };
}

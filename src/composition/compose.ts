import type { ServerConfig } from '../config/index.ts';
import { closedGate, type DefinitionGate, TableCache } from '../definitions/index.ts';
import {
  Admission,
  CallsUnderWay,
  type Captures,
  GrantUses,
  ListChanges,
  mcpRoutes,
  type Ports,
  recordRefusals,
  SessionSeal,
  Sessions,
  StatelessSessions,
  serveStdio,
  stop,
  TaskSeal,
  Turns,
  tellOfLists,
  WaitingStates,
} from '../gateway/index.ts';
import { anchoredClock } from '../kernel/index.ts';
import { memoryLimiter } from '../limits/index.ts';
import { Configurator, toolsOf } from '../snapshot/index.ts';
import type { NoteUse } from '../store/approvals/index.ts';
import { type LateLimiter, policyVersions, type Store } from '../store/index.ts';
import { type Gauges, healthRoutes, openMetrics } from '../telemetry/index.ts';
import type { Upstream } from '../upstream/index.ts';
import { approvalQueue } from './approval-queue.ts';
import { closeUpstreams } from './close-upstreams.ts';
import type { Gateway, GatewayOptions } from './composed.ts';
import { countedBy } from './counted-by.ts';
import { endedSessions } from './ended-sessions.ts';
import { followSuspension } from './follow-suspension.ts';
import { Freshness } from './freshness.ts';
import { hasLimits } from './has-limits.ts';
import { lateRisks } from './late-risks.ts';
import type { Served } from './open-http-doors.ts';
import { PolicyProblems } from './policy-problems.ts';
import type { SharedState } from './shared-state.ts';
import { openStorage } from './storage.ts';
import { Succession } from './succession.ts';
import { keepUp } from './upkeep.ts';

/** Makes the way to a server, or hands out the one that was made ahead. */
type OpenUpstream = (server: ServerConfig) => Promise<Upstream>;

/**
 * The larger part of the composition root: storage, snapshot, ports and planes. The store opens its database and drains
 * what dead processes left while the policies are read.
 *
 * @throws PolicyProblems, or the store's own errors; nothing that was opened here stays open then
 */
export async function compose(options: GatewayOptions, openUpstream: OpenUpstream): Promise<Gateway> {
  const storage = openStorage(options);
  let configurator: Configurator | undefined;
  let sharing: SharedState | undefined;
  try {
    configurator = await firstConfiguration(options, openUpstream);
    // What would keep a limit from being counted is told now, not to the first call that is limited.
    if (storage.limits !== undefined && hasLimits(configurator.current)) await storage.limits.open();
    sharing = await shareState(await storage.store, options);
    return await connect(await storage.store, configurator, { limiter: storage.limits, sharing }, options);
  } catch (error) {
    if (configurator !== undefined) await closeUpstreams(configurator);
    await sharing?.close();
    await storage.abandon();
    // Where the folder could not be opened, what failed in it afterwards is no explanation.
    if (!(error instanceof PolicyProblems)) await storage.store;
    throw error;
  }
}

/** What other gateways of the installation share with this one; `undefined` where it is one alone. */
async function shareState(store: Store, { shared, env, log }: GatewayOptions): Promise<SharedState | undefined> {
  if (shared !== undefined) return undefined;
  if (env.TOOLGATE_VALKEY_URL) {
    const { openSharedState } = await import('./shared-state.ts');
    return openSharedState(env.TOOLGATE_VALKEY_URL, store, anchoredClock(), log);
  }
  if (store.database === undefined) return undefined;
  return (await import('./database-state.ts')).openDatabaseState(store.database, store, log);
}

async function firstConfiguration(
  { dataFolder, config, log, inJson }: GatewayOptions,
  openUpstream: OpenUpstream,
): Promise<Configurator> {
  const versions = policyVersions(dataFolder);
  const configurator = new Configurator({
    openUpstream,
    policyVersions: (policies, slices) => versions.of(policies, slices),
    ...(inJson === undefined ? {} : { inJson }),
  });
  const first = await configurator.apply(config);
  if (!first.ok) throw new PolicyProblems(first.problems);
  for (const warning of first.warnings) log.warn({ warning }, 'a configuration may not say what was meant');
  return configurator;
}

async function connect(
  store: Store,
  configurator: Configurator,
  { limiter, sharing }: { readonly limiter: LateLimiter | undefined; readonly sharing: SharedState | undefined },
  options: GatewayOptions,
): Promise<Gateway> {
  const { log } = options;
  const clock = anchoredClock(store.lastTime, store.clockAhead);
  const journal = await store.openJournal(clock);
  const admission = new Admission();
  const sessions = new Sessions(clock, admission, sharing?.replicas, endedSessions(store, log));
  const taskSeal = new TaskSeal(store.keys);
  const stateless = new StatelessSessions(clock, taskSeal, sharing?.continuations);
  const freshness = sharing === undefined ? undefined : new Freshness(clock);
  let databaseAheadMs = store.database === undefined ? undefined : store.clockAhead;
  const gauges: Gauges = {
    inFlight: () => admission.inFlight(),
    sessions: () => sessions.size,
    upstreams: () => [...configurator.current.servers].map(([slug, { upstream }]) => [slug, upstream.health().state]),
    journalLagMs: () => journal.lagMs(),
    databaseAheadMs: () => databaseAheadMs,
  };
  const metrics = options.metrics ? await openMetrics(gauges, options.version) : undefined;
  const warn = (message: string, fields: Readonly<Record<string, unknown>>): void => log.warn(fields, message);
  const refusals = recordRefusals(journal, clock, (code, route) => metrics?.refusal(code, route), { warn });
  let noteUse: NoteUse | undefined;
  const approvals = approvalQueue(store, clock, configurator, options, () => noteUse);
  let gate: DefinitionGate = closedGate;
  let draining = false;
  let captures: Captures = { levelFor: () => 'off', keep: () => undefined };
  const ports: Ports = {
    clock,
    snapshot: () => configurator.current,
    stale: () => freshness?.stale() ?? false,
    limiter: countedBy(limiter, sharing?.limiter) ?? memoryLimiter(clock, await store.counters()),
    approvals: {
      // Processes of one server and policy share what was approved, and so do the gateways of one installation.
      scope: options.shared ?? 'up',
      queue: approvals,
      turns: new Turns(approvals),
      states: new WaitingStates(store.keys),
    },
    journal,
    admission,
    tables: new TableCache(clock),
    definitions: {
      admits: (server, tool) => gate.admits(server, tool),
      listed: (server, table) => gate.listed(server, table),
    },
    // One server behind one policy waits for the classifier only where its policy asks.
    risks: lateRisks(options.shared === undefined),
    captures: {
      levelFor: (grant, server) => captures.levelFor(grant, server),
      keep: (call) => captures.keep(call),
    },
    calls: new CallsUnderWay(),
    listChanges: new ListChanges(),
    uses: new GrantUses(),
    stateless,
    sessionSeal: new SessionSeal(store.keys, clock),
    taskSeal,
    refusals,
    telemetry: { call: (server, outcome, code, ms) => metrics?.call(server, outcome, code, ms), warn },
  };
  const endUpkeep = keepUp(store, ports, sessions, configurator, options);
  const endSuspension = followSuspension({
    clock,
    // One that is held to a database's clock is not moved twice.
    steer: (byMs) => store.database === undefined && clock.steer(byMs),
    lapse: () => freshness?.lapse(),
    log,
  });
  await journal.record({ kind: 'event', time: clock.now(), event: 'started', detail: { version: options.version } });

  const succession = new Succession(ports, sessions, log);
  // What is held for a person waits for nobody here: it is asked for again where its client comes next.
  const held = { closeStreams: () => ports.approvals.turns.close() };
  return {
    ports,
    keys: store.keys,
    database: store.database,
    openSql: () => store.openSql(),
    verify: (heads) => store.verify(heads),
    retain: (removal) => store.retain(removal),
    capture: (next) => {
      captures = next;
    },
    pin: (next) => {
      gate = next;
    },
    noteUses: (note) => {
      noteUse = note;
    },
    stop: async (kills) => {
      configurator.stop(kills);
      await stop(ports, sessions);
    },
    toolsChanged: (server) => {
      if (server !== undefined) ports.tables.invalidateServer(server);
      tellOfLists(ports, sessions, toolsOf(server));
    },
    uses: ports.uses,
    declared: () => configurator.declared,
    ...(sharing === undefined ? {} : { feed: sharing.feed }),
    confirm: (at) => freshness?.confirm(at),
    clock,
    databaseClock: (aheadMs) => {
      databaseAheadMs = aheadMs;
    },
    apply: async (config) => succession.settle(await configurator.apply(config)),
    applyStored: async (stored) => succession.settle(await configurator.applyStored(stored)),
    serveStdio: (plane) => serveStdio(plane, ports, (error) => log.error({ error }, 'a message could not be handled')),
    openHttp: async (config, { routes, lost }: Pick<Served, 'routes' | 'lost'> = { routes: [] }) => {
      const { openHttpDoors } = await import('./open-http-doors.ts');
      const probes = healthRoutes([
        { name: 'draining', ready: () => !draining },
        { name: 'journal', ready: () => journal.healthy() },
        { name: 'limits', ready: () => sharing?.limiter?.ready() ?? true },
        { name: 'snapshot', ready: () => freshness?.stale() !== true },
        { name: 'configuration', ready: () => configurator.current.version > 0 },
      ]);
      const own = [...mcpRoutes(ports, sessions), ...(metrics === undefined ? [] : [metrics.route(options.together)])];
      const around = { clock, refusals, log, streams: [sessions, stateless, held] };
      return await openHttpDoors(config, { probes, routes: [...own, ...routes], lost }, around);
    },
    drain: () => {
      draining = true;
    },
    close: async () => {
      // Before the record is closed: who is told to come back is told so on the record.
      held.closeStreams();
      endUpkeep();
      endSuspension();
      await sessions.leaveAll('The gateway is shutting down.');
      await succession.close();
      await closeUpstreams(configurator);
      await refusals.close();
      await journal.record({ kind: 'event', time: clock.now(), event: 'stopped', detail: {} }).catch(() => undefined);
      await limiter?.close();
      await sharing?.close();
      await approvals.close();
      await store.close();
    },
  };
}

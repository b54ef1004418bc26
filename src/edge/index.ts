/**
 * The one front door of every plane. It decides whether a request may be looked at at all: who it was addressed to
 * (Host), from where a browser sent it (Origin), whether its headers and target can be read in one way only, whether
 * it is small and quick enough. It never looks into a body and knows no grant.
 *
 * Invariants: a handler runs only for a request that passed every check of `request-checks.ts`, in that order; a path is
 * compared as it came and never decoded; every response carries `nosniff` and, unless a handler says otherwise,
 * `no-store`; every refusal has the form of a JSON-RPC error with a stable code in `data.code`, but for a
 * browser that asks for a page where nothing is (`lost`); nothing that a client
 * or a proxy says changes what is checked, and what a proxy says of an address counts only when it is trusted.
 */
export { isLoopback, ListenError, listenFault } from './bind.ts';
export { endConnection } from './ending-connections.ts';
export type { Exchange, Handler, Route } from './exchange.ts';
export { type FrontDoor, openFrontDoor } from './front-door.ts';
export { type LocalDoor, openLocalDoor } from './local-door.ts';
export type { EdgeLimits, FrontDoorOptions, RefusedAtDoor } from './options.ts';
export { refuse, skipsBody } from './refuse.ts';
export { untilTaken } from './taken-in-time.ts';

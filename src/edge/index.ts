/**
 * The one front door of every plane. It decides whether a request may be looked at at all: who it was addressed to
 * (Host), from where a browser sent it (Origin), whether its headers and target can be read in one way only, whether
 * it is small and quick enough. It never looks into a body and knows no grant.
 */
export type { Exchange, Handler, Route } from './exchange.ts';

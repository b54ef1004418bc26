/**
 * The only door out: upstreams, and later webhooks, mail, telemetry, key sets. It decides which address is dialled.
 *
 * Never: follows a redirect, asks a proxy from the environment, skips the verification of a certificate, speaks to an
 * address that was not checked. An address is checked when it is dialled, not when a URL is configured, and what was
 * checked is what is dialled: a name that answers differently the second time gains nothing.
 * Whoever wants an exception says so per destination (`allowPrivate`); there is no global one.
 */
export { AddressRefused, type Resolve } from './guarded-connect.ts';
export { type OriginOptions, openOrigin } from './open-origin.ts';
export { openWire, type Wire, type WireOptions } from './open-wire.ts';
export { type OperatorEnd, openOperatorEnd } from './operator-end.ts';
export type { Controller, Origin, ResponseHandler } from './origin.ts';
export type { ResponseHeaders } from './response-head.ts';

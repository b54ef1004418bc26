/**
 * What every room may lean on and what leans on nothing: time, identifiers, the table of codes, faults.
 * No I/O beyond the random source and the monotonic clock, and a thread's own rank; no domain word.
 */
export { assertNever } from './assert-never.ts';
export { Bag, type Bagged } from './bag.ts';
export { bodyMemory } from './body-memory.ts';
export type { Brand } from './brand.ts';
export { type ByteParts, type ByteText, byteText, joined, lengthOf } from './byte-parts.ts';
export { anchoredClock, type Clock, manualClock, type SteeredClock } from './clock.ts';
export {
  allCodes,
  type Code,
  codeFacts,
  type DenyCode,
  type ErrorCode,
  type HiddenCode,
  type HoldCode,
  type Outcome,
  outcomes,
  type RefusalCode,
} from './codes.ts';
export { ComingBody } from './coming-body.ts';
export { escapeUnsafe } from './escape-unsafe.ts';
export { Fault } from './fault.ts';
export { giveWay } from './give-way.ts';
export { newId, newSecret } from './ids.ts';
export { inForceHeader } from './in-force-header.ts';
export { jsonName, jsonString } from './json-string.ts';
export { latePackage } from './late-package.ts';
export { nearestWord } from './nearest-word.ts';
export { inCheckout, packageFile, startedModule } from './package-files.ts';
export { fromPathReference, toPathReference } from './path-reference.ts';
export { longReadMs, ReadingLine } from './reading-line.ts';
export { Roster } from './roster.ts';
export { Slices } from './slices.ts';
export { isPublicAddress } from './special-purpose-addresses.ts';
export { unattendedHeader } from './unattended-header.ts';
export { hostOfAddress, isEveryAddress, urlHost } from './url-host.ts';
export { whyNoFile } from './why-no-file.ts';
export { withoutProto } from './without-proto.ts';

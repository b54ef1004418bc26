/** What a collector takes, each at a path of its own. */
export type OtlpSignal = 'logs' | 'traces';

/**
 * Where a collector takes a signal: the address that was given, with `/v1/logs` or `/v1/traces` at its end in place of
 * either, as the specification of OTLP/HTTP has it ("OTLP/HTTP Request").
 */
export function signalUrl(given: string, signal: OtlpSignal): string {
  const url = new URL(given);
  url.pathname = `${url.pathname.replace(/(?<!\/)\/+$/, '').replace(/\/v1\/(logs|traces)$/, '')}/v1/${signal}`;
  return url.href;
}

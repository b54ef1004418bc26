/**
 * Where a collector takes logs: the address that was given when it names `…/v1/logs`, else that path below it, as the
 * specification of OTLP/HTTP has it ("OTLP/HTTP Request").
 */
export function logsUrl(given: string): string {
  const url = new URL(given);
  if (!/\/v1\/logs\/?$/.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/logs`;
  return url.href;
}

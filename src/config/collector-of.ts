import type { WebhookConfig } from './config.ts';
import { headerName } from './headers-shape.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** No webhook of a file has a colon in its name. */
const name = 'otlp:environment';

/**
 * The collector that the environment names, as OpenTelemetry's own SDKs read it: `OTEL_EXPORTER_OTLP_ENDPOINT` and
 * `OTEL_EXPORTER_OTLP_HEADERS`. Whoever starts the process says so, and so it may be a private address; it is told no
 * values.
 *
 * @returns none where nothing is named, or what cannot be used (`collectorDoubt`)
 */
export function collectorOf(env: Environment): WebhookConfig[] {
  const url = endpoint(env);
  const headers = headersOf(env);
  if (url === undefined || headers === undefined || collectorDoubt(env) !== undefined) return [];
  const types = ['records.calls', 'records.events', 'records.spans'];
  const common = { secret: undefined, types, values: false, allowPrivate: true };
  return [{ name, url, format: 'otlp', headers, ...common }];
}

/** What the environment says of a collector and cannot be obeyed. Repeats no value. */
export function collectorDoubt(env: Environment): string | undefined {
  const url = endpoint(env);
  if (url === undefined) return undefined;
  const parsed = URL.parse(url);
  if (env.OTEL_EXPORTER_OTLP_PROTOCOL === 'grpc')
    return 'OTEL_EXPORTER_OTLP_PROTOCOL is grpc, but records go out by http/json only: none do';
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.hash !== '')
    return 'OTEL_EXPORTER_OTLP_ENDPOINT is no http or https URL: no record goes out';
  return headersOf(env) === undefined
    ? 'OTEL_EXPORTER_OTLP_HEADERS is no list of name=value: no record goes out'
    : undefined;
}

function endpoint(env: Environment): string | undefined {
  return env.OTEL_EXPORTER_OTLP_ENDPOINT || undefined;
}

/** `name=value,name=value`, percent-encoded (W3C Baggage without its properties). */
function headersOf(env: Environment): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  for (const part of (env.OTEL_EXPORTER_OTLP_HEADERS ?? '').split(',')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    const [header, value] = [part.slice(0, at).trim(), decoded(part.slice(at + 1).trim())];
    if (at < 1 || !headerName.form.test(header) || !/^[\x20-\x7e]+$/.test(value)) return undefined;
    headers.set(header, value);
  }
  return headers;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

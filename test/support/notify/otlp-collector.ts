import { createServer } from 'node:http';
import { listening } from '../upstreams/listening.ts';

/** A log record as the collector understood it. */
export interface CollectedLog {
  readonly eventName: string;
  readonly severity: number;
  /** Ms since the epoch. */
  readonly time: number;
  readonly body: string;
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
}

/** A span as the collector understood it. */
export interface CollectedSpan {
  readonly name: string;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly parentSpanId: string | undefined;
  readonly kind: number;
  /** Ms since the epoch, with fractions. */
  readonly begin: number;
  readonly end: number;
  readonly isError: boolean;
  readonly attributes: ReadonlyMap<string, unknown>;
}

/**
 * A collector of OpenTelemetry on loopback, written from the specification of OTLP 1.x and its .proto files, not from
 * what is sent: it decodes `ExportLogsServiceRequest` and `ExportTraceServiceRequest` in their JSON encoding, each at its own
 * path, and names whatever breaks a rule.
 */
export async function otlpCollector() {
  const records: CollectedLog[] = [];
  const spans: CollectedSpan[] = [];
  const resources: ReadonlyMap<string, unknown>[] = [];
  const faults: string[] = [];
  const requests: {
    readonly path: string;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly count: number;
  }[] = [];
  const behaviour: { status: number; retryAfter?: string; refused?: number; answer?: string; type?: string } = {
    status: 200,
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const decoder = new Decoder();
      if (request.method !== 'POST') decoder.fault('', 'telemetry is sent by POST');
      if (request.headers['content-type'] !== 'application/json') decoder.fault('', 'Content-Type: application/json');
      let text = '';
      try {
        text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
        if (request.url?.endsWith('/v1/traces')) decoder.traces(JSON.parse(text));
        else decoder.logs(JSON.parse(text));
      } catch (error) {
        decoder.fault('', String(error));
      }
      const count = decoder.records.length + decoder.spans.length;
      requests.push({ path: request.url ?? '', headers: request.headers, count });
      faults.push(...decoder.faults);
      // Only what is answered with success has been taken.
      if (behaviour.status === 200) {
        records.push(...decoder.records);
        spans.push(...decoder.spans);
        resources.push(...decoder.resources);
      }
      const { status, retryAfter, refused, answer } = behaviour;
      const what = decoder.spans.length > 0 ? 'rejectedSpans' : 'rejectedLogRecords';
      const partialSuccess = { [what]: String(refused), errorMessage: 'one of them was odd' };
      response.writeHead(status, {
        'Content-Type': 'application/json',
        ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
      });
      response.end(answer ?? JSON.stringify(refused === undefined ? {} : { partialSuccess }));
    });
  });
  const port = await listening(server);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/v1/logs`, records, spans, resources, faults, requests, behaviour, close };
}

type Members = Readonly<Record<string, unknown>>;

/** Reads one request. Field names are lowerCamelCase; a receiver passes over others, but nobody has cause to send any. */
class Decoder {
  readonly faults: string[] = [];
  readonly records: CollectedLog[] = [];
  readonly spans: CollectedSpan[] = [];
  readonly resources: ReadonlyMap<string, unknown>[] = [];

  fault(at: string, rule: string): void {
    this.faults.push(`${at}: ${rule}`);
  }

  logs(value: unknown): void {
    const { resourceLogs } = this.#message(value, '', ['resourceLogs']);
    const all = this.#list(resourceLogs, '/resourceLogs');
    for (const [i, one] of all.entries()) this.#resourceLogs(one, `/resourceLogs/${i}`);
    if (this.records.length === 0) this.fault('', 'senders should not create empty envelopes');
  }

  traces(value: unknown): void {
    const { resourceSpans } = this.#message(value, '', ['resourceSpans']);
    const all = this.#list(resourceSpans, '/resourceSpans');
    for (const [i, one] of all.entries()) {
      this.#scopes(one, `/resourceSpans/${i}`, 'scopeSpans', 'spans', (span, at) => this.#span(span, at));
    }
    if (this.spans.length === 0) this.fault('', 'senders should not create empty envelopes');
  }

  #resourceLogs(value: unknown, at: string): void {
    this.#scopes(value, at, 'scopeLogs', 'logRecords', (record, here) => this.#record(record, here));
  }

  #scopes(value: unknown, at: string, scopes: string, items: string, read: (item: unknown, at: string) => void): void {
    const { resource, [scopes]: found } = this.#message(value, at, ['resource', scopes, 'schemaUrl']);
    const { attributes } = this.#message(resource, `${at}/resource`, ['attributes', 'droppedAttributesCount']);
    this.resources.push(this.#attributes(attributes, `${at}/resource/attributes`));
    for (const [i, one] of this.#list(found, `${at}/${scopes}`).entries()) {
      const here = `${at}/${scopes}/${i}`;
      const { scope, [items]: all } = this.#message(one, here, ['scope', items, 'schemaUrl']);
      const { name } = this.#message(scope, `${here}/scope`, ['name', 'version', 'attributes']);
      if (typeof name !== 'string') this.fault(`${here}/scope/name`, 'a string');
      for (const [n, item] of this.#list(all, here).entries()) read(item, `${here}/${items}/${n}`);
    }
  }

  #span(value: unknown, at: string): void {
    const ids = ['traceId', 'spanId', 'traceState', 'parentSpanId', 'flags'];
    const times = ['startTimeUnixNano', 'endTimeUnixNano'];
    const more = ['attributes', 'droppedAttributesCount', 'events', 'droppedEventsCount', 'links', 'droppedLinksCount'];
    const span = this.#message(value, at, [...ids, ...times, ...more, 'name', 'kind', 'status']);
    const [begin, end] = times.map((name) => this.#nanoseconds(span[name], `${at}/${name}`)) as [bigint, bigint];
    if (end < begin) this.fault(at, 'a span ends when it has begun');
    if (span.kind !== 2) this.fault(`${at}/kind`, 'an enum is an integer');
    if (span.name === '') this.fault(`${at}/name`, 'an empty name is no name');
    const status = this.#message(span.status ?? {}, `${at}/status`, ['message', 'code']);
    if (![undefined, 0, 1, 2].some((code) => code === status.code)) this.fault(`${at}/status`, 'an enum is an integer');
    const { traceId, spanId, parentSpanId } = this.#ids(span, at);
    if (traceId === undefined || spanId === undefined) this.fault(at, 'a span has both ids');
    this.spans.push({
      name: this.#text(span.name, `${at}/name`),
      traceId,
      spanId,
      parentSpanId,
      kind: Number(span.kind),
      begin: Number(begin / 1_000n) / 1_000,
      end: Number(end / 1_000n) / 1_000,
      isError: status.code === 2,
      attributes: this.#attributes(span.attributes, `${at}/attributes`),
    });
  }

  /** An id is hexadecimal in this encoding, against the rule for bytes, and none is all zeros. */
  #id(value: unknown, bytes: number, at: string): string | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'string' && new RegExp(`^(?!0+$)[0-9a-f]{${2 * bytes}}$`).test(value)) return value;
    this.fault(at, `${bytes} bytes, not all zero`);
    return undefined;
  }

  #ids({ traceId, spanId, parentSpanId, flags }: Members, at: string) {
    if (!Number.isInteger(flags ?? 0)) this.fault(`${at}/flags`, 'fixed32 is a number');
    return {
      traceId: this.#id(traceId, 16, `${at}/traceId`),
      spanId: this.#id(spanId, 8, `${at}/spanId`),
      parentSpanId: this.#id(parentSpanId, 8, `${at}/parentSpanId`),
    };
  }

  #record(value: unknown, at: string): void {
    const fields = ['timeUnixNano', 'observedTimeUnixNano', 'severityNumber', 'severityText', 'eventName', 'body'];
    const known = [...fields, 'attributes', 'droppedAttributesCount', 'flags', 'traceId', 'spanId'];
    const record = this.#message(value, at, known);
    const { severityNumber: severity, eventName } = record;
    if (!(Number.isInteger(severity) && Number(severity) >= 1 && Number(severity) <= 24)) {
      this.fault(`${at}/severityNumber`, 'an enum is an integer, and 0 must not be used');
    }
    for (const name of ['severityText', 'eventName']) {
      if (typeof record[name] !== 'string') this.fault(`${at}/${name}`, 'a string');
    }
    const { traceId, spanId } = this.#ids(record, at);
    const time = this.#nanoseconds(record.timeUnixNano, `${at}/timeUnixNano`);
    this.#nanoseconds(record.observedTimeUnixNano, `${at}/observedTimeUnixNano`);
    this.records.push({
      eventName: String(eventName),
      severity: Number(severity),
      time: Number(time / 1_000_000n),
      body: String(this.#any(record.body, `${at}/body`)),
      attributes: this.#attributes(record.attributes, `${at}/attributes`),
      traceId,
      spanId,
    });
  }

  /** `fixed64`: a decimal string. */
  #nanoseconds(value: unknown, at: string): bigint {
    if (typeof value !== 'string' || !/^(0|[1-9]\d{0,19})$/.test(value) || BigInt(value) >= 2n ** 64n) {
      this.fault(at, '64-bit integers are decimal strings');
      return 0n;
    }
    return BigInt(value);
  }

  #attributes(value: unknown, at: string): Map<string, unknown> {
    const found = new Map<string, unknown>();
    for (const [i, one] of this.#list(value, at).entries()) {
      const { key, value: of } = this.#message(one, `${at}/${i}`, ['key', 'value']);
      if (typeof key !== 'string' || key === '') this.fault(`${at}/${i}`, 'keys are strings and not empty');
      if (found.has(String(key))) this.fault(`${at}/${i}`, `keys are unique: ${String(key)}`);
      this.#text(key, at);
      found.set(String(key), this.#any(of, `${at}/${i}`));
    }
    return found;
  }

  #any(value: unknown, at: string, depth = 0): unknown {
    if (depth > 30) this.fault(at, 'readers go no deeper than a hundred levels of messages');
    const kinds = ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'];
    const members = Object.entries(this.#message(value, at, kinds));
    const [[kind, of] = ['', undefined]] = members;
    if (members.length > 1) this.fault(at, 'one of its kinds');
    switch (kind) {
      case '':
        return undefined;
      case 'stringValue':
        return this.#text(of, at);
      case 'boolValue':
        if (typeof of !== 'boolean') this.fault(at, 'a boolean');
        return of;
      case 'intValue':
        if (typeof of !== 'string' || !/^(0|-?[1-9]\d{0,18})$/.test(of)) this.fault(at, '64-bit integers are strings');
        return Number(of);
      case 'doubleValue':
        if (typeof of !== 'number' || !Number.isFinite(of)) this.fault(at, 'a number');
        return of;
      case 'arrayValue': {
        const { values } = this.#message(of, at, ['values']);
        return this.#list(values, at).map((one) => this.#any(one, at, depth + 1));
      }
      default:
        this.fault(at, `${kind} is not sent`);
        return undefined;
    }
  }

  #text(value: unknown, at: string): string {
    if (typeof value !== 'string' || !value.isWellFormed()) this.fault(at, 'strings are UTF-8');
    return String(value);
  }

  #message(value: unknown, at: string, fields: readonly string[]): Members {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault(at, 'a message is an object');
      return {};
    }
    for (const name of Object.keys(value)) if (!fields.includes(name)) this.fault(at, `there is no field ${name}`);
    return value as Members;
  }

  #list(value: unknown, at: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.fault(at, 'a list');
    return [];
  }
}

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
}

/**
 * A collector of OpenTelemetry on loopback, written from the specification of OTLP 1.x and its .proto files, not from
 * what is sent: it decodes `ExportLogsServiceRequest` in its JSON encoding, and names whatever breaks a rule.
 */
export async function otlpCollector() {
  const records: CollectedLog[] = [];
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
        decoder.request(JSON.parse(text));
      } catch (error) {
        decoder.fault('', String(error));
      }
      requests.push({ path: request.url ?? '', headers: request.headers, count: decoder.records.length });
      faults.push(...decoder.faults);
      // Only what is answered with success has been taken.
      if (behaviour.status === 200) {
        records.push(...decoder.records);
        resources.push(...decoder.resources);
      }
      const { status, retryAfter, refused, answer } = behaviour;
      const partialSuccess = { rejectedLogRecords: String(refused), errorMessage: 'one of them was odd' };
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
  return { url: `http://127.0.0.1:${port}/v1/logs`, records, resources, faults, requests, behaviour, close };
}

type Members = Readonly<Record<string, unknown>>;

/** Reads one request. Field names are lowerCamelCase; a receiver passes over others, but nobody has cause to send any. */
class Decoder {
  readonly faults: string[] = [];
  readonly records: CollectedLog[] = [];
  readonly resources: ReadonlyMap<string, unknown>[] = [];

  fault(at: string, rule: string): void {
    this.faults.push(`${at}: ${rule}`);
  }

  request(value: unknown): void {
    const { resourceLogs } = this.#message(value, '', ['resourceLogs']);
    const all = this.#list(resourceLogs, '/resourceLogs');
    for (const [i, one] of all.entries()) this.#resourceLogs(one, `/resourceLogs/${i}`);
    if (this.records.length === 0) this.fault('', 'senders should not create empty envelopes');
  }

  #resourceLogs(value: unknown, at: string): void {
    const { resource, scopeLogs } = this.#message(value, at, ['resource', 'scopeLogs', 'schemaUrl']);
    const { attributes } = this.#message(resource, `${at}/resource`, ['attributes', 'droppedAttributesCount']);
    this.resources.push(this.#attributes(attributes, `${at}/resource/attributes`));
    for (const [i, one] of this.#list(scopeLogs, `${at}/scopeLogs`).entries()) {
      const here = `${at}/scopeLogs/${i}`;
      const { scope, logRecords } = this.#message(one, here, ['scope', 'logRecords', 'schemaUrl']);
      const { name } = this.#message(scope, `${here}/scope`, ['name', 'version', 'attributes']);
      if (typeof name !== 'string') this.fault(`${here}/scope/name`, 'a string');
      for (const [n, record] of this.#list(logRecords, here).entries()) this.#record(record, `${here}/logRecords/${n}`);
    }
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
    const time = this.#nanoseconds(record.timeUnixNano, `${at}/timeUnixNano`);
    this.#nanoseconds(record.observedTimeUnixNano, `${at}/observedTimeUnixNano`);
    this.records.push({
      eventName: String(eventName),
      severity: Number(severity),
      time: Number(time / 1_000_000n),
      body: String(this.#any(record.body, `${at}/body`)),
      attributes: this.#attributes(record.attributes, `${at}/attributes`),
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

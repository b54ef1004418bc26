import { isIP, type Socket } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { JsonObject } from '../../protocol/index.ts';
import { deadlineOf } from '../deadline.ts';
import { dial } from '../dial.ts';
import { integer } from '../parameters.ts';
import { host, timeoutMs } from '../reach-parameters.ts';
import { resolveTarget } from '../target.ts';
import { defineTool } from '../tool.ts';
import { ToolError } from '../tool-error.ts';

const day = 86_400_000;

/** `get_tls_certificate`: what a TLS server shows, whether it would be trusted, and for how long. */
export const getTlsCertificate = defineTool({
  name: 'get_tls_certificate',
  title: 'TLS certificate',
  description:
    'Make a TLS handshake and report the certificate of the server: subject, issuer, names, validity, fingerprint, ' +
    'and whether this machine would trust it. No data is sent over the connection.',
  readOnly: true,
  parameters: {
    host,
    port: integer({ description: 'TCP port.', minimum: 1, maximum: 65_535, fallback: 443 }),
    timeout_ms: timeoutMs,
  },
  run: async (args, context) => {
    const deadline = deadlineOf(context, args.timeout_ms);
    const target = await resolveTarget(args.host, context, deadline);
    const socket = await shakeHands(await dial(target, args.port, deadline), target.host, deadline);
    try {
      const certificate = socket.getPeerCertificate(true);
      if (!certificate.raw) throw new ToolError('the server showed no certificate');
      return {
        host: target.host,
        address: target.address,
        port: args.port,
        protocol: socket.getProtocol(),
        cipher: socket.getCipher().name,
        trusted: socket.authorized,
        trust_error: socket.authorized ? null : String(socket.authorizationError),
        ...describe(certificate),
        days_left: Math.floor((Date.parse(certificate.valid_to) - context.clock.now()) / day),
        chain: chainOf(certificate).map((link) => link.subject),
      };
    } finally {
      socket.destroy();
    }
  },
});

/** An untrusted certificate is what one wants to look at here, so it ends nothing; `trusted` says it. */
function shakeHands(socket: Socket, name: string, deadline: AbortSignal): Promise<TLSSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const servername = isIP(name) === 0 ? { servername: name } : {};
  const tls = connect({ socket, ...servername, rejectUnauthorized: false });
  tls.once('secureConnect', () => resolve(tls));
  tls.on('error', (error) => {
    reject(deadline.aborted ? deadline.reason : new ToolError(`no TLS there: ${error.message}`, error));
    tls.destroy();
  });
  tls.once('close', () => {
    reject(deadline.aborted ? deadline.reason : new ToolError('the other side closed during the TLS handshake'));
  });
  return promise;
}

function describe(certificate: DetailedPeerCertificate): JsonObject {
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    alternative_names: certificate.subjectaltname?.split(', ') ?? [],
    valid_from: new Date(certificate.valid_from).toISOString(),
    valid_to: new Date(certificate.valid_to).toISOString(),
    serial_number: certificate.serialNumber,
    sha256_fingerprint: certificate.fingerprint256,
  };
}

/** The certificates up to the root, the server's first; a root names itself as its issuer, and ends the walk. */
function chainOf(first: DetailedPeerCertificate): { subject: string }[] {
  const seen = new Set<string>();
  const chain: { subject: string }[] = [];
  let link: DetailedPeerCertificate | undefined = first;
  while (link?.fingerprint256 !== undefined && !seen.has(link.fingerprint256)) {
    seen.add(link.fingerprint256);
    chain.push({ subject: nameOf(link.subject) });
    link = link.issuerCertificate;
  }
  return chain;
}

/** `CN=x, O=y`, in the order of the certificate. */
function nameOf(name: object): string {
  return Object.entries(name)
    .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => `${key}=${String(one)}`))
    .join(', ');
}

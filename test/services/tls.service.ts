/** Ways to both servers over TLS: with an authority of one's own, and not without it, nor to another name. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSql } from '../../src/store/index.ts';
import { connectValkey } from '../../src/store/valkey/index.ts';
import { openSession } from '../support/gateway/raw-session.ts';
import { open } from '../support/gateway/servers.ts';
import { startGateway } from '../support/gateway/start-gateway.ts';
import { startByteCounter } from '../support/upstreams/byte-counter.ts';
import { freePort } from './support/free-port.ts';
import { noPostgres, type PostgresServer, startPostgres } from './support/start-postgres.ts';
import { noRedis, type RedisServer, startRedis } from './support/start-redis.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../support/tls/${name}`, import.meta.url));
const certificate = fixture('certificate.pem');
const missing = inject('postgres') === undefined ? noPostgres : inject('redis') === undefined ? noRedis : undefined;

describe.skipIf(missing !== undefined)(missing ?? 'over TLS', () => {
  let folder: string;
  let redis: RedisServer | undefined;
  let postgres: PostgresServer | undefined;
  let tlsPort: number;
  const valkeyUrl = (host: string): string => `rediss://${host}:${tlsPort}`;
  const databaseUrl = (host: string, more = ''): string => {
    const url = new URL(postgres?.url ?? '');
    url.hostname = host;
    url.search = `sslmode=verify-full${more}`;
    return url.href;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'toolgate-tls-'));
    const key = join(folder, 'key.pem');
    copyFileSync(fixture('key.pem'), key);
    execFileSync('chmod', ['755', folder]);
    execFileSync('chmod', ['600', key]);
    tlsPort = await freePort();
    // Both also listen where the certificate does not name them.
    const ofRedis = ['--bind', '127.0.0.1', '127.0.0.2', '--tls-port', String(tlsPort), '--tls-auth-clients', 'no'];
    redis = await startRedis([...ofRedis, '--tls-cert-file', certificate, '--tls-key-file', key]);
    const ownKey = join(folder, 'postgres-key.pem');
    const ownCertificate = join(folder, 'postgres-certificate.pem');
    copyFileSync(key, ownKey);
    copyFileSync(certificate, ownCertificate);
    execFileSync('chmod', ['600', ownKey]);
    if (process.getuid?.() === 0) execFileSync('chown', ['postgres', ownKey, ownCertificate]);
    const files = [`ssl_cert_file=${ownCertificate}`, `ssl_key_file=${ownKey}`];
    postgres = await startPostgres(['ssl=on', ...files, 'listen_addresses=127.0.0.1,127.0.0.2']);
  }, 120_000);
  afterAll(async () => {
    await redis?.remove();
    await postgres?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('no server is spoken to whose certificate nobody trusts', async () => {
    await expect(connectValkey({ url: valkeyUrl('localhost'), answerMs: 5_000 })).rejects.toThrow(/self-signed/);
    await expect(openSql('', databaseUrl('localhost'))).rejects.toThrow(/self-signed/);
  });

  it('nor one whose certificate is for another name', async () => {
    const trusted = `&sslrootcert=${encodeURIComponent(certificate)}`;
    await expect(openSql('', databaseUrl('127.0.0.2', trusted))).rejects.toThrow(/does not match certificate/);
    await (await openSql('', databaseUrl('localhost', trusted))).destroy();
  });

  it('a gateway counts and records over it, which trusts the authority', async () => {
    const upstream = await startByteCounter();
    const limits = [{ counter: 'c', window: 'hour', max: 1, scope: 'grant' }];
    const gateway = await startGateway({
      servers: { counted: { url: upstream.url, allowPrivate: true } },
      policies: { counted: { ...open, tools: { echo: { limits } } } },
      env: {
        NODE_EXTRA_CA_CERTS: certificate,
        TOOLGATE_SECRET_KEY: randomBytes(32).toString('base64'),
        TOOLGATE_DATABASE_URL: databaseUrl('localhost'),
        TOOLGATE_VALKEY_URL: valkeyUrl('localhost'),
      },
    });
    try {
      const session = await openSession(gateway.url('counted'), gateway.token());
      expect((await session.call(1, 'echo')).text).toContain('called echo');
      expect((await session.call(2, 'echo')).text).toContain('rate_limited');
      expect((await fetch(`${gateway.origin}/readyz`)).status).toBe(200);
    } finally {
      await gateway.stop();
      await upstream.close();
    }
  });

  it('and one that does not trust it does not start', async () => {
    const starting = startGateway({
      servers: { never: { url: 'https://mcp.example.com' } },
      policies: { open },
      env: {
        TOOLGATE_SECRET_KEY: randomBytes(32).toString('base64'),
        TOOLGATE_VALKEY_URL: valkeyUrl('localhost'),
      },
    });
    await expect(starting).rejects.toThrow(/TOOLGATE_VALKEY_URL \(localhost:\d+\): self-signed certificate/);
  });
});

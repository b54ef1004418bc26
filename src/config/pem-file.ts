import { X509Certificate } from 'node:crypto';
import { pathText } from './paths.ts';
import { readWhole } from './read-whole.ts';
import { reasonOf } from './references.ts';
import type { Shape } from './shape.ts';

const certificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Certificates in PEM, and nothing but certificates: a private key that stands in the same file is no part of them.
 *
 * @returns the certificates one after the other, or `undefined` when there are none or one cannot be read
 */
export function readCertificates(text: string): string | undefined {
  const found = text.match(certificate) ?? [];
  if (found.length === 0) return undefined;
  try {
    for (const pem of found) new X509Certificate(pem);
  } catch {
    return undefined;
  }
  return `${found.join('\n')}\n`;
}

/** The path of a PEM file with certificates; read at once, and watched like the configuration itself. */
export const pemFile: Shape<string> = {
  schema: pathText.schema,
  read: (node, pointer, reading) => {
    const file = pathText.read(node, pointer, reading);
    if (file === undefined) return undefined;
    reading.files.add(file);
    try {
      const pem = readCertificates(readWhole(file).toString('utf8'));
      return pem ?? reading.fail(node, pointer, `the file ${file} holds no certificates in PEM`);
    } catch (error) {
      return reading.fail(node, pointer, `the file ${file} cannot be read: ${reasonOf(error)}`);
    }
  },
};

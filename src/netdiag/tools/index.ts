/**
 * The diagnostics themselves, one file each. Every tool checks the address it is about to touch, dials exactly that
 * address, ends within its `timeout_ms`, and returns a bounded result.
 */
import type { NetdiagTool } from '../tool.ts';
import { dnsLookup } from './dns-lookup.ts';
import { getTlsCertificate } from './get-tls-certificate.ts';
import { httpHead } from './http-head.ts';
import { pingHost } from './ping-host.ts';
import { rawTcpExchange } from './raw-tcp-exchange.ts';
import { reverseDns } from './reverse-dns.ts';
import { scanPorts } from './scan-ports.ts';
import { tcpConnect } from './tcp-connect.ts';

/** All tools, in the order in which `tools/list` shows them. */
export const tools: readonly NetdiagTool[] = [
  tcpConnect,
  dnsLookup,
  reverseDns,
  getTlsCertificate,
  httpHead,
  pingHost,
  scanPorts,
  rawTcpExchange,
];

import { integer, text } from './parameters.ts';

/** The arguments that nearly every diagnostic has: whom to reach, and how long to wait. */
export const host = text({
  description: 'Host name or IP address. Only public and loopback addresses are reachable by default.',
  maxLength: 255,
});

export const port = integer({ description: 'TCP port.', minimum: 1, maximum: 65_535 });

export const timeoutMs = integer({
  description: 'Longest time to wait, in milliseconds.',
  minimum: 50,
  maximum: 30_000,
  fallback: 5_000,
});

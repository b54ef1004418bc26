import { expect, test } from 'vitest';
import { isAtHome } from './is-at-home.ts';

test.each([
  'http://localhost:3000/mcp',
  'http://a.localhost/',
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://10.1.2.3/',
  'https://[::1]:8443/',
  'https://[fd00::1]/',
  'http://169.254.169.254/',
])('%s is here', (url) => expect(isAtHome(url)).toBe(true));

test.each([
  'https://api.example.com/mcp',
  'https://8.8.8.8/',
  'https://[2606:4700::1111]/',
  'https://localhost.example/',
])('%s is elsewhere, or may be', (url) => expect(isAtHome(url)).toBe(false));

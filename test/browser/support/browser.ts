import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian and others put it; `CHROMIUM` names another one. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine; `undefined` where there is none, and then a test says so. */
export const browserPath: string | undefined = process.env.CHROMIUM ?? places.find((place) => existsSync(place));

export const noBrowser = 'there is no Chromium here: install it, or name it with CHROMIUM';

/** @param bars has it draw scroll bars, which Playwright takes away and people have */
export function openBrowser(executablePath: string, bars = false): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  return chromium.launch({ executablePath, args, ...(bars ? { ignoreDefaultArgs: ['--hide-scrollbars'] } : {}) });
}

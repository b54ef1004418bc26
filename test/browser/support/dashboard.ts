import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type GatewaySetup, startGateway, type TestGateway } from '../../support/gateway/start-gateway.ts';
import { browserPath, openBrowser } from './browser.ts';
import { isUnasked, watchForUnasked } from './unasked.ts';

/** A gateway with its dashboard open in a browser, and somebody signed in. */
export interface OpenDashboard extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Whatever the browser complained of: errors of scripts, refusals of the content security policy. */
  readonly complaints: readonly string[];
}

export const admin = { email: 'ada@example.com', password: 'correct horse battery staple' } as const;

/** The one-time link that `toolgate up` printed. */
export async function setupLink({ child }: TestGateway): Promise<string> {
  const [, link = ''] = await child.until('stdout', /(http:\/\/\S+\/setup#\S+)/);
  return link;
}

/** A page of the browser, with an ear for complaints. */
export async function openPage(browser: Browser, viewport = { width: 1440, height: 900 }) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  await watchForUnasked(page);
  const complaints: string[] = [];
  // No page of ours opens a dialog of the browser: one that is there was opened by text that ran.
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    // An answer of 4xx is the page’s business; a refusal of the policy, or an error of React, is not.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) complaints.push(text);
  });
  return { context, page, complaints };
}

/** Makes the first account, as a person would. */
async function setUp(page: Page, gateway: TestGateway): Promise<void> {
  await page.goto(await setupLink(gateway));
  await page.getByLabel('E-mail address').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.waitForURL('**/welcome');
}

/** Starts a gateway, makes the first account, and is signed in. @param bars in a browser that draws scroll bars */
export async function openDashboard(setup: GatewaySetup, bars = false): Promise<OpenDashboard> {
  if (browserPath === undefined) throw new Error('ask for the browser before a dashboard');
  const gateway = await startGateway(setup);
  const browser = await openBrowser(browserPath, bars);
  const { context, page, complaints } = await openPage(browser);
  await setUp(page, gateway);
  return {
    gateway,
    context,
    page,
    complaints,
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      await gateway.stop();
      // Whatever a test was about: nothing that reaches far was done by one click of it.
      const unasked = complaints.filter(isUnasked);
      if (unasked.length > 0) throw new Error(unasked.join('\n'));
    },
  };
}

/** Goes to a page of the main navigation. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

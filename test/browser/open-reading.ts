import { afterEach, beforeEach, expect, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../src-renderer/app.css';
import Read from '../../src-renderer/views/read/Read.svelte';
import { readingClient, type ReadingClientOptions } from './reading-client.ts';

export const REAL = 'which-is-real';
export const SAME = 'same-class';

type ReadingClient = ReturnType<typeof readingClient>;

/** Gives every test of a file a window of 1280 × 720 of its own. */
export function inFreshWindow(): void {
  beforeEach(() => page.viewport(1280, 720));
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });
}

/** Shows the view in which a reader says who it is; without `onLeave` there is no workbench behind it. */
export async function showReading(client: ReadingClient, onLeave?: () => void): Promise<void> {
  const target = document.createElement('div');
  target.style.height = '720px';
  document.body.replaceChildren(target);
  await render(Read, { target, props: { client: client as never, onLeave } });
}

/** Begins to read as Ada, or resumes where some are answered, up to the first pair. */
export async function startReading(
  options: ReadingClientOptions,
  onLeave: () => void = () => undefined,
): Promise<ReadingClient> {
  const client = readingClient(options);
  await showReading(client, onLeave);
  await page.getByLabelText('Your name or code').fill('Ada');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Read as Ada?')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('main', { name: 'Reading' })).toBeVisible();
  return client;
}

export const next = () => page.getByRole('button', { name: 'Next' });
export const upper = () => page.getByRole('button', { name: '1 upper' });
export const lower = () => page.getByRole('button', { name: '2 lower' });
export const progress = () => document.querySelector('header p')?.textContent?.replaceAll(/\s+/g, ' ').trim();
export const frames = (count: number) =>
  new Promise<void>((resolve) => {
    const wait = (left: number) => (left === 0 ? resolve() : requestAnimationFrame(() => wait(left - 1)));
    wait(count);
  });

/** Chooses once the tracings are on the screen; then Enter would confirm. */
export async function chooseByKey(key: string, confirm = next): Promise<void> {
  await frames(4);
  await userEvent.keyboard(key);
  await expect.element(confirm()).toBeEnabled();
}

/** Reads the page that announces another question. */
export async function announced(): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click();
}

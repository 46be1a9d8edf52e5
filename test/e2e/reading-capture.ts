import type { Page } from 'playwright-core';
import type { ReadingStep } from '../../src-shared/contract/reading.ts';

/** Everything that reached one reader's window. */
export interface Capture {
  /** What the host sent over the WebSocket, as text. */
  frames: string[];
  responses: { url: string; body: Promise<Buffer> }[];
  console: string[];
  urls: string[];
  dom: string[];
  /** Notes the address and the whole document as they are now. */
  look(): Promise<void>;
}

/** Begins to record; must be called before the page is opened. */
export function captureReading(page: Page): Capture {
  const capture: Capture = {
    frames: [],
    responses: [],
    console: [],
    urls: [],
    dom: [],
    async look() {
      capture.urls.push(page.url());
      capture.dom.push(await page.evaluate(() => document.documentElement.outerHTML));
    },
  };
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => capture.frames.push(String(payload))));
  page.on('response', (response) => {
    const body = response.body();
    body.catch(() => {}); // of a page that is gone; whoever needs it awaits it
    capture.responses.push({ url: response.url(), body });
  });
  page.on('console', (message) => capture.console.push(message.text()));
  page.on('pageerror', (error) => capture.console.push(String(error)));
  return capture;
}

/** A value somewhere inside of a message, with the name of its field. */
export interface Leaf {
  key: string;
  value: unknown;
}

export function leavesOf(value: unknown, key = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((entry) => leavesOf(entry, key));
  if (value === null || typeof value !== 'object') return [{ key, value }];
  return Object.entries(value).flatMap(([name, entry]) => leavesOf(entry, name));
}

export function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, entry]) => [name, ...keysOf(entry)]);
}

/** The trials among the messages, in their order. */
export function trialsOf(frames: readonly string[]): NonNullable<ReadingStep['trial']>[] {
  const found: NonNullable<ReadingStep['trial']>[] = [];
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    if ('tracings' in value) found.push(value as NonNullable<ReadingStep['trial']>);
    else Object.values(value).forEach(visit);
  };
  for (const frame of frames) visit(JSON.parse(frame));
  return found;
}

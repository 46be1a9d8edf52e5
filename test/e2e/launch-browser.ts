import { chromium, type Browser } from 'playwright-core';
import { chromiumLaunchOptions } from '../helpers/chromium.ts';

/** In which Chromium calls its language "en-US@posix": a page has to open there too. */
const LOCALE = { LANG: 'C', LC_ALL: 'C' };

/** A real Chromium without a window: the one that set-up found or unpacked, or the one that EQUIPOISE_CHROMIUM names. */
export function launchBrowser(): Promise<Browser> {
  const options = chromiumLaunchOptions();
  const named = process.env['EQUIPOISE_CHROMIUM'];
  const env = { ...(options.env ?? process.env), ...LOCALE };
  return chromium.launch({ ...options, env, ...(named !== undefined && { executablePath: named }) });
}

import { chromium, type Browser } from 'playwright-core';
import { chromiumLaunchOptions } from '../helpers/chromium.ts';

/** In the locale C, the packaged Chromium calls its language "en-US@posix", which its own Intl refuses. */
const LOCALE = { LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8' };

/** A real Chromium without a window: the one that set-up found or unpacked, or the one that EQUIPOISE_CHROMIUM names. */
export function launchBrowser(): Promise<Browser> {
  const options = chromiumLaunchOptions();
  const named = process.env['EQUIPOISE_CHROMIUM'];
  const env = { ...(options.env ?? process.env), ...LOCALE };
  return chromium.launch({ ...options, env, ...(named !== undefined && { executablePath: named }) });
}

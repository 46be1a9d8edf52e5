import { chromium, type Browser } from 'playwright-core';
import { chromiumLaunchOptions } from '../helpers/chromium.ts';

/** A real Chromium without a window: the one that set-up found or unpacked, or the one that EQUIPOISE_CHROMIUM names. */
export function launchBrowser(): Promise<Browser> {
  const options = chromiumLaunchOptions();
  const named = process.env['EQUIPOISE_CHROMIUM'];
  return chromium.launch(named === undefined ? options : { ...options, executablePath: named });
}

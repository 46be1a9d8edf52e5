import { readFileSync } from 'node:fs';

/** The part of Playwright's launch options that says which Chromium to start, and how. */
export interface ChromiumLaunchOptions {
  executablePath?: string;
  args: string[];
  env?: Record<string, string>;
}

/** Chromium without what tests neither need nor are allowed: a sandbox when root, a GPU, calls to its maker. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For `chromium.launch(…)` of playwright-core: the Chromium that `npm run setup` found or unpacked. */
export function chromiumLaunchOptions(): ChromiumLaunchOptions {
  const found = readSetup().chromium;
  if (!found) return { args: ARGS };
  const args = found.packaged ? [...ARGS, '--headless=shell', '--no-zygote'] : ARGS;
  const environment = Object.entries({ ...process.env, ...found.env }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { executablePath: found.path, args, env: Object.fromEntries(environment) };
}

interface Setup {
  chromium?: { path: string; env?: Record<string, string>; packaged?: boolean };
}

function readSetup(): Setup {
  try {
    return JSON.parse(
      readFileSync(new URL('../../node_modules/.equipoise/setup.json', import.meta.url), 'utf8'),
    ) as Setup;
  } catch {
    // Not set up: Playwright says itself that it has no browser.
    return {};
  }
}

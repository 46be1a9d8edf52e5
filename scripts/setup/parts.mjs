/** The parts of the set-up, in order. */
import { performance } from 'node:perf_hooks';
import { setUpChromium } from './chromium.mjs';
import { setUpDependencies } from './dependencies.mjs';
import { setUpElectron } from './electron.mjs';
import { setUpEngine } from './engine.mjs';
import { endChildrenOnSignals } from './context.mjs';
import { oneAtATime } from './lock.mjs';
import { setUpMessages } from './messages.mjs';
import { findNode } from './node.mjs';
import { isSetUp, readState, writeState } from './state.mjs';

const PARTS = {
  dependencies: { title: 'Packages', does: setUpDependencies },
  node: { title: 'Node', does: findNode },
  messages: { title: 'Messages', does: setUpMessages },
  engine: { title: 'Engine', does: setUpEngine },
  electron: { title: 'Electron', does: setUpElectron },
  chromium: { title: 'Chromium for tests', does: setUpChromium },
};

export const ALL_PARTS = Object.keys(PARTS);
const TITLE_WIDTH = 20;

/**
 * Goes through the parts and prints one line about each.
 * @param {{ parts: string[], check?: boolean, retry?: boolean, say: (line: string) => void }} options
 *   retry: retry what failed within the last day
 * @returns {Promise<{ state: object, missing: string[] }>} missing: the required parts that are absent
 */
export async function setUp({ parts, check = false, retry = false, say }) {
  if (check) return await goThrough({ parts, check, retry, say });
  const forget = endChildrenOnSignals();
  try {
    return await oneAtATime(() => goThrough({ parts, check, retry, say }), say);
  } finally {
    forget();
  }
}

async function goThrough({ parts, check, retry, say }) {
  const state = readState();
  const missing = [];
  for (const name of ALL_PARTS.filter((part) => parts.includes(part))) {
    const { title, does } = PARTS[name];
    if (check && missing.includes('dependencies')) {
      say(`${title.padEnd(TITLE_WIDTH)}waits for the packages`);
      continue;
    }
    const begun = performance.now();
    const result = await does({ check, retry, state });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    say(`${title.padEnd(TITLE_WIDTH)}${result.text} (${seconds} s)`);
    if (result.missing) missing.push(name);
    state[name] = result.record;
    // Written after every part, so that an interrupted set-up resumes where it stopped.
    if (!check && result.record) writeState(state);
  }
  return { state, missing };
}

/** Sets up what is missing; silent if nothing is. */
export async function ensureSetUp({ parts, say }) {
  const state = readState();
  if (isSetUp(state, parts)) return state;
  say('Setting up (later starts skip this) …');
  const result = await setUp({ parts, say });
  return result.state;
}

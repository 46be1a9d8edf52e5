import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CDPSession } from 'playwright-core';
import { openDb } from '../src-main/db/open.ts';
import { simulateRecords } from '../src-main/ecg/simulate/simulate-records.ts';
import { buildPage, startHost } from '../test/e2e/host-process.ts';
import { launchBrowser } from '../test/e2e/launch-browser.ts';
import { openReadingServices } from '../test/helpers/reading-services.ts';
import { addStudy, type FixturePair } from '../test/helpers/study-fixture.ts';
import { timeCommits } from './reading-commits.ts';
import { answerTrial, begin, record, scroll, type SeenAnswer } from './reading-page.ts';

/**
 * `npm run bench:reading [-- --trials 500]`: a study of pairs of 60 s is read to its end in a real Chromium on a real host.
 * How long from the Enter that confirms until the next trial is seen, how long an answer takes to be stored, how many
 * frames a second are drawn while the tracings are scrolled, and whether memory stays flat. Linux only (reads /proc).
 */
const { values } = parseArgs({ options: { trials: { type: 'string', default: '500' } } });
const trials = Number(values.trials);
if (!Number.isInteger(trials) || trials < 10) throw new Error('--trials must be a whole number, and at least 10.');
const DURATION_S = 60;
const SCROLL_MS = 9000;
const LOOKS = 10;

interface Memory {
  trial: number;
  pageMb: number;
  nodes: number;
  listeners: number;
  hostMb: number;
}

const folder = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));
try {
  say(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; Node ${process.version}; ${load()}`);
  const studyId = await makeStudy(folder);
  await buildPage();
  await measurePage(folder);
  const { commit, respond, disk } = await timeCommits(folder, studyId);
  row('An answer stored (its transaction), ms; aim: p99 20', commit);
  row('From its arrival to the next trial within the host, ms', respond);
  row('4 KiB written and synchronised to the same disk, ms', disk);
  say(load());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function makeStudy(workspace: string): Promise<string> {
  await (await openReadingServices(workspace)).close();
  const db = openDb(join(workspace, 'workspace.sqlite'));
  try {
    return addStudy(db, { pairs: pairs(trials) }).studyId;
  } finally {
    db.close();
  }
}

/** Normal rhythm from another moment on for each pair, and the same with a slow wave of 10 µV. */
function pairs(count: number): FixturePair[] {
  const normal = [...simulateRecords({ records: 20, seed: 5, durationS: DURATION_S })].filter(
    ({ label }) => label === 0,
  );
  return Array.from({ length: count }, (_, i) => {
    const { samples } = normal[i % normal.length]!;
    const original = samples.map((_, t) => samples[(t + 37 * i) % samples.length]!);
    return [original, original.map((value, t) => value + Math.round(10 * Math.sin(t / 20)))] as const;
  });
}

async function measurePage(workspace: string): Promise<void> {
  const host = await startHost(workspace);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.addInitScript(record);
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Performance.enable');
    await page.goto(host.address());
    await begin(page, host.origin, 'Dr Page');
    say(`Chromium ${browser.version()} at 1920 × 1080, without a GPU: it draws in software; ${load()}`);
    frameRow('wheel', await scroll(page, 'wheel', SCROLL_MS));
    frameRow('held arrow key', await scroll(page, 'arrows', SCROLL_MS));
    const memory: Memory[] = [];
    for (let number = 1; number <= trials; number++) {
      await answerTrial(page, number, number === trials);
      if (number % Math.floor(trials / LOOKS) === 0) memory.push(await look(devTools, host.pid, number));
    }
    const seen = await page.evaluate(() => benchReading.answers);
    say(`After ${trials} trials: ${load()}`);
    answerRows(seen);
    memoryRows(memory);
  } finally {
    await browser.close();
    host.kill('SIGINT');
    await host.ended;
  }
}

function answerRows(seen: readonly SeenAnswer[]): void {
  row(
    'From Enter until the next trial is seen, ms; aim: 100',
    seen.map(({ enter, shown }) => shown - enter),
  );
  row(
    '  of it from Enter until the answer is sent',
    seen.map(({ enter, sent }) => sent - enter),
  );
  row(
    '  of it there and back, as the page sees it',
    seen.map(({ sent, received }) => received - sent),
  );
  row(
    '  of it until its first frame begins',
    seen.map(({ received, drawn }) => drawn - received),
  );
  row(
    '  of it until the next frame begins',
    seen.map(({ drawn, shown }) => shown - drawn),
  );
}

function frameRow(how: string, at: readonly number[]): void {
  const seconds = ((at.at(-1) ?? 0) - (at[0] ?? 0)) / 1000;
  say(`Scrolling by ${how}: ${((at.length - 1) / seconds).toFixed(1)} frames a second; aim: 60`);
  row(
    '  between two frames, ms',
    at.slice(1).map((time, i) => time - at[i]!),
  );
}

/** What is held after a collection of garbage; of the host, what it has resident. */
async function look(devTools: CDPSession, hostPid: number, trial: number): Promise<Memory> {
  await devTools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devTools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? NaN;
  const residentKb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hostPid}/status`, 'utf8'))?.[1]);
  return {
    trial,
    pageMb: metric('JSHeapUsedSize') / 2 ** 20,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    hostMb: residentKb / 1024,
  };
}

function memoryRows(memory: readonly Memory[]): void {
  say('trial   page, MB   its nodes   its listeners   host, MB');
  for (const { trial, pageMb, nodes, listeners, hostMb } of memory) {
    const cells = [pageMb.toFixed(2).padStart(10), String(nodes).padStart(11), String(listeners).padStart(15)];
    say(`${String(trial).padStart(5)} ${cells.join(' ')} ${hostMb.toFixed(1).padStart(10)}`);
  }
  // At the last one the closing page is shown.
  const reading = memory.slice(0, -1);
  const slopeOf = (of: (each: Memory) => number): string =>
    (1024 * slope(reading.map((each) => [each.trial, of(each)]))).toFixed(2);
  say(`Slope, kB a trial: page ${slopeOf(({ pageMb }) => pageMb)}, host ${slopeOf(({ hostMb }) => hostMb)}`);
}

/** Of the straight line with the least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point[0]), mean((point) => point[1])];
  return mean((point) => (point[0] - x) * (point[1] - y)) / mean((point) => (point[0] - x) ** 2);
}

function row(what: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN).toFixed(1).padStart(7);
  const shares = `median ${at(0.5)}  p95 ${at(0.95)}  p99 ${at(0.99)}  most ${at(1)}`;
  say(`${what.padEnd(58)} ${shares}  (${sorted.length})`);
}

function load(): string {
  const [minute = 0, five = 0] = loadavg();
  return `load ${minute.toFixed(1)} over a minute, ${five.toFixed(1)} over five`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

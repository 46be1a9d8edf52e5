/** One set-up of a clone at a time: a second one waits, because npm ci would take the packages away under the first. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, cacheFolder, isRunning } from './context.mjs';

const POLL_MS = 300;

/** Runs `work` while no other set-up of this clone runs. */
export async function oneAtATime(work, say) {
  const folder = join(cacheFolder({ create: true }), 'locks');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, createHash('sha256').update(ROOT).digest('hex').slice(0, 16));
  for (let waited = false; !take(file); waited = true) {
    if (!waited) say(`Another set-up is running here (process ${readFileSync(file, 'utf8')}); waiting for it …`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** True when the lock is ours. One whose process has ended is taken over. */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = ownerOf(file);
  if (holder !== undefined && !isRunning(holder)) rmSync(file, { force: true });
  return false;
}

/** undefined when the file has just gone, or is just being written. */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

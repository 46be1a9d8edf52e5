/** One set-up of a clone at a time: a second waits, because its npm ci would remove the packages under the first. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, cacheFolder, isRunning } from './context.mjs';

const POLL_MS = 300;

/** Runs `work` while no other set-up of this clone runs. */
export async function oneAtATime(work, say) {
  const folder = join(cacheFolder({ create: true }), 'locks');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, createHash('sha256').update(ROOT).digest('hex').slice(0, 16));
  for (let told = false; !take(file);) {
    const holder = holderOf(file);
    if (holder === undefined) continue;
    if (!told && holder > 0) say(`Another set-up is running here (process ${holder}); waiting for it …`);
    told ||= holder > 0;
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** True if we got the lock. */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** The process that holds the lock; undefined if it has ended. A lock left by a killed process is removed. */
function holderOf(file) {
  let holder;
  let ageMs;
  try {
    holder = Number(readFileSync(file, 'utf8'));
    ageMs = Date.now() - statSync(file).mtimeMs;
  } catch {
    return undefined;
  }
  // Just created and still empty: the process's id follows in a moment.
  if (holder === 0 && ageMs < 2000) return 0;
  if (holder > 0 && isRunning(holder)) return holder;
  rmSync(file, { force: true });
  return undefined;
}

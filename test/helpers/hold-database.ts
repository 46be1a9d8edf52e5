import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

const PROGRAM = `
  const db = new (require('better-sqlite3'))(process.argv[1]);
  db.exec('BEGIN IMMEDIATE');
  console.log('held');
  setTimeout(() => process.exit(), Number(process.argv[2]));
`;

/** Another process that holds SQLite's write lock for so long; resolves once it does. */
export async function holdDatabase(path: string, durationMs: number): Promise<void> {
  const child = spawn(process.execPath, ['-e', PROGRAM, path, String(durationMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
}

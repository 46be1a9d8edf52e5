import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toOrpcError } from '../../src-main/api/errors.ts';
import { JobQueue } from '../../src-main/jobs/job-queue.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { startCommand } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const systemError = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`${code}: why`), { code, ...more });

describe('a failing disk or database', () => {
  it.each([
    ['SQLITE_FULL', 'storage', /disk is full\. Make room/],
    ['ENOSPC', 'storage', /disk is full\. Make room/],
    ['EDQUOT', 'storage', /quota.*Make room/],
    ['EFBIG', 'storage', /ulimit -f/],
    ['SQLITE_IOERR_WRITE', 'storage', /Check that it has room/],
    ['SQLITE_READONLY_DBMOVED', 'storage', /Check the permissions/],
    ['EROFS', 'storage', /Check the permissions/],
    ['EACCES', 'storage', /Check the permissions/],
    ['SQLITE_BUSY', 'storage', /try again in a moment/],
    ['SQLITE_BUSY_SNAPSHOT', 'storage', /try again in a moment/],
    ['SQLITE_CORRUPT_INDEX', 'damaged', /from a backup/],
    ['SQLITE_NOTADB', 'damaged', /from a backup/],
  ])('%s is %s, with the cure and the code', (code, expected, cure) => {
    const error = AppError.from(systemError(code, { path: '/w/file' }));
    expect(error).toMatchObject({ code: expected, details: { code } });
    expect(error.message).toMatch(cure);
    expect(error.message).toMatch(/^\/w\/file: /);
    expect(error.message).toContain(`${code}: why`);
  });

  it('is not what a taken port, a missing program or a defect is', () => {
    for (const error of [
      systemError('EACCES', { syscall: 'listen' }),
      systemError('EACCES', { syscall: 'spawn git' }),
      systemError('ERR_INVALID_ARG_TYPE'),
      new TypeError('x is undefined'),
    ]) {
      expect(AppError.from(error)).toMatchObject({ code: 'internal', message: error.message });
    }
  });

  it('reaches the window and the list of jobs as the same sentence', async () => {
    const full = new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
    expect(toOrpcError(full)).toMatchObject({ code: 'storage', status: 507 });
    const jobs = new JobQueue(() => expect.unreachable());
    const { id } = jobs.start('import', 'Import', () => Promise.reject(full));
    await expect(jobs.finished(id)).rejects.toMatchObject({ code: 'storage' });
    const { message } = toOrpcError(full);
    const details = { code: 'SQLITE_FULL', toReaders: { sentence: 'disk-full', values: {} } };
    expect(jobs.list()[0]?.error).toEqual({ code: 'storage', message, details });
  });
});

describe.skipIf(process.platform === 'win32')('a disk that is full, for the command line', () => {
  const simulate = (records: number, seed: number): string[] => [
    'simulate',
    '--records',
    String(records),
    '--duration',
    '30',
    '--seed',
    String(seed),
    '--json',
  ];
  const stored = async (workspace: string): Promise<string[]> => {
    const { stdout } = await startCommand(workspace, ['datasets', '--json']).ended;
    return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name).sort();
  };

  it('while the file of a job is written: the cure, no stack, nothing stored', async () => {
    const workspace = temporaryFolder();
    // 120 records of 18 kB.
    const { code, stdout, stderr } = await startCommand(workspace, simulate(120, 1), { fileLimitKib: 1500 }).ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'storage',
        message: expect.stringMatching(/records\.pack cannot be written.*ulimit -f/) as string,
      },
    });
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readdirSync(join(workspace, 'tmp'))).toEqual([]);
    expect(await stored(workspace)).toEqual([]);
  });

  it('while the database is written: the same, and what was stored before is intact', async () => {
    const workspace = temporaryFolder();
    expect(await startCommand(workspace, simulate(120, 1)).ended).toMatchObject({ code: 0 });
    // The database is larger than the limit now, so new pages pile up in its log: room for one set, not for two.
    expect(await startCommand(workspace, simulate(60, 2), { fileLimitKib: 1500 }).ended).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await startCommand(workspace, simulate(60, 3), { fileLimitKib: 1500 }).ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'storage', message: expect.stringMatching(/disk (is full|failed).*is intact/) as string },
    });
    expect(stderr).not.toMatch(/^ +at /m);
    const before = ['simulated-120-seed-1-30s', 'simulated-60-seed-2-30s'];
    expect(await stored(workspace)).toEqual(before);
    expect(await startCommand(workspace, simulate(60, 3)).ended).toMatchObject({ code: 0 });
    expect(await stored(workspace)).toEqual([...before, 'simulated-60-seed-3-30s']);
  });
});

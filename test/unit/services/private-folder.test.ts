import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimWorkspace } from '../../../src-main/hosts/claim-workspace.ts';
import { openWorkspace } from '../../../src-main/services/workspace/workspace.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const openLikeBefore = { folder: 0o755, file: 0o644 };

/** Opens the workspace, and closes it when the test is over; what it warned about. */
function warningsOf(folder: string): string[] {
  const warnings: string[] = [];
  const log = pino(
    { level: 'warn' },
    { write: (line) => void warnings.push((JSON.parse(line) as { msg: string }).msg) },
  );
  const { db } = openWorkspace(folder, log);
  onTestFinished(() => void db.close());
  return warnings;
}

/** Everything in the folder, itself included, by name, with what other users may do to it. */
function openToOthers(folder: string): string[] {
  const paths = [
    folder,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ];
  return paths.filter((path) => (statSync(path).mode & 0o077) !== 0);
}

describe.runIf(process.platform !== 'win32')('a workspace and other users of the computer', () => {
  it('is closed to them when it is new, files of the database and of the claim included', () => {
    process.umask(0o022);
    const folder = join(temporaryFolder(), 'new', 'workspace');
    onTestFinished(claimWorkspace(folder));
    expect(warningsOf(folder)).toEqual([]);
    writeFileSync(join(folder, 'models', 'made-later'), '');
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['host.lock', 'workspace.sqlite', 'workspace.sqlite-wal']),
    );
    expect(openToOthers(folder)).toEqual([]);
  });

  it('is closed to them when an older version left it open, and what a person keeps beside it stays as it is', () => {
    const folder = join(temporaryFolder(), 'workspace');
    openWorkspace(folder, pino({ level: 'silent' })).db.close();
    mkdirSync(join(folder, 'models', 'one'));
    writeFileSync(join(folder, 'models', 'one', 'weights.bin'), '');
    writeFileSync(join(folder, 'notes.txt'), '');
    symlinkSync(join(folder, 'notes.txt'), join(folder, 'models', 'link'));
    for (const name of ['', 'models', 'models/one', 'tmp']) chmodSync(join(folder, name), openLikeBefore.folder);
    for (const name of ['workspace.sqlite', 'models/one/weights.bin', 'notes.txt'])
      chmodSync(join(folder, name), openLikeBefore.file);
    expect(warningsOf(folder)).toEqual([]);
    expect(openToOthers(folder)).toEqual([join(folder, 'notes.txt'), join(folder, 'models', 'link')]);
  });

  it('stays open where somebody shares the folder on purpose, with a warning that names the cure', () => {
    const folder = join(temporaryFolder(), 'workspace');
    mkdirSync(folder);
    chmodSync(folder, 0o2770);
    expect(warningsOf(folder)).toEqual([
      `Other users of this computer can read ${folder}: a workspace holds which tracings are real, and every answer. ` +
        `Close it with "chmod -R go= ${folder}", or choose another folder with --workspace.`,
    ]);
    expect(statSync(folder).mode & 0o7777).toBe(0o2770);
  });
});

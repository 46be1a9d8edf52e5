import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimWorkspace } from '../../../src-main/hosts/claim-workspace.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { reopenServices } from '../../helpers/open-services.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const MODULE = path.resolve('src-main/hosts/claim-workspace.ts');

/** The arguments of a Node that runs this text, with `claim` there to be called. */
function claimer(text: string): string[] {
  const script = `import { claimWorkspace as claim } from ${JSON.stringify(MODULE)};\n${text}`;
  return ['--experimental-strip-types', '--expose-gc', '--input-type=module', '--eval', script];
}

/** The code of the error that the claim fails with; undefined where it succeeds, and is given back. */
function claimCode(folder: string): string | undefined {
  try {
    claimWorkspace(folder)();
    return undefined;
  } catch (error) {
    return AppError.from(error).code;
  }
}

function nextLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())));
}

describe('the claim on a workspace', () => {
  it('is refused while another has it, with the folder’s name', () => {
    const folder = temporaryFolder();
    const release = claimWorkspace(folder);
    expect(() => claimWorkspace(folder)).toThrow(
      `The workspace ${folder} is open in another Equipoise. Use that window, or name another with --workspace.`,
    );
    expect(claimCode(folder)).toBe('conflict');
    release();
    expect(claimCode(folder)).toBeUndefined();
  });

  it('holds under every name of the folder, and for no other folder', () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'a'));
    symlinkSync(path.join(folder, 'a'), path.join(folder, 'link'));
    const release = claimWorkspace(path.join(folder, 'a'));
    expect(claimCode(path.join(folder, 'link'))).toBe('conflict');
    expect(claimCode(path.join(folder, 'b', '..', 'a'))).toBe('conflict');
    expect(claimCode(path.join(folder, 'b'))).toBeUndefined();
    release();
  });

  it('holds for a folder that it makes, below a link too', () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'real'));
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'link'));
    const release = claimWorkspace(path.join(folder, 'link', 'new'));
    expect(claimCode(path.join(folder, 'real', 'new'))).toBe('conflict');
    release();
  });

  it('has nothing to do with the temporary folder', () => {
    const folder = temporaryFolder();
    const release = claimWorkspace(folder);
    const env = { ...process.env, TMPDIR: temporaryFolder() };
    const { status, stderr } = spawnSync(process.execPath, claimer(`claim(${JSON.stringify(folder)});`), { env });
    expect(status).toBe(1);
    expect(stderr.toString()).toContain('is open in another Equipoise');
    release();
  });

  it('is kept by a process that forgets about it, and given up when it is killed', async () => {
    const folder = temporaryFolder();
    const text = `claim(${JSON.stringify(folder)}); gc(); await 0; gc(); console.log('claimed'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, claimer(text), { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    expect(await nextLine(child)).toBe('claimed');
    expect(claimCode(folder)).toBe('conflict');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(folder)).toEqual(['host.lock']);
    expect(claimCode(folder)).toBeUndefined();
  });

  it('goes to one of several that start at once after a crash', async () => {
    const folder = temporaryFolder();
    const crash = `claim(${JSON.stringify(folder)}); process.kill(process.pid, 'SIGKILL');`;
    expect(spawnSync(process.execPath, claimer(crash)).signal).toBe('SIGKILL');
    // Each is ready and waits for the same moment, then says how it went and holds on.
    const text = `
      import { existsSync } from 'node:fs';
      console.log('ready');
      while (!existsSync(${JSON.stringify(path.join(folder, 'go'))}));
      try { claim(${JSON.stringify(folder)}); console.log('claimed'); } catch (error) { console.log(error.code); }
      setInterval(() => {}, 1000);`;
    const children = Array.from({ length: 5 }, () =>
      spawn(process.execPath, claimer(text), { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    onTestFinished(() => children.forEach((child) => child.kill('SIGKILL')));
    await Promise.all(children.map(nextLine));
    const outcomes = children.map(nextLine);
    writeFileSync(path.join(folder, 'go'), '');
    expect((await Promise.all(outcomes)).sort()).toEqual(['claimed', 'conflict', 'conflict', 'conflict', 'conflict']);
  });

  it('leaves the workspace to single commands', async () => {
    const folder = temporaryFolder();
    const release = claimWorkspace(path.join(folder, 'workspace'));
    const services = await reopenServices(folder);
    expect(services.studies.list()).toEqual([]);
    release();
  });

  it('says which folder cannot be claimed', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'file'), '');
    const blocked = path.join(folder, 'file', 'workspace');
    expect(claimCode(blocked)).toBe('storage');
    expect(() => claimWorkspace(blocked)).toThrow(
      `The workspace folder ${blocked} cannot be written (ENOTDIR). Choose another with --workspace.`,
    );
  });
});

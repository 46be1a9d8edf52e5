import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cincFiles } from '../helpers/cinc-files.ts';
import { startCommand } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { zipBytes } from '../helpers/zip-bytes.ts';

const MAIN = resolve(import.meta.dirname, '../../src-main/hosts/cli/main.ts');

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function equipoise(workspace: string, ...args: string[]): Promise<Outcome> {
  const env = { ...process.env, EQUIPOISE_WORKSPACE: workspace };
  const node = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', MAIN, ...args];
  return new Promise((done) => {
    execFile(process.execPath, node, { env }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

describe('the command line', () => {
  it('explains every command with an example, and ends with 0', async () => {
    const { code, stdout } = await equipoise(temporaryFolder(), 'attack', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Example:\n  npm run equipoise -- attack --preset han2020-sap');
    expect(stdout).toContain('--workspace <folder>');
  });

  it('opens the workspace that a command within a command is given', async () => {
    const workspace = temporaryFolder();
    await equipoise(workspace, 'simulate', '--records', '8', '--seed', '1');
    const card = ['models', 'card', 'nobody', '--out', join(workspace, 'out'), '--workspace', workspace];
    const { code, stderr } = await equipoise(temporaryFolder(), ...card);
    expect(code).toBe(1);
    expect(stderr).toContain('There is no model "nobody"');
  });

  it('finishes its work when nobody reads on', async () => {
    const workspace = temporaryFolder();
    const { child, ended } = startCommand(workspace, ['simulate', '--records', '8', '--seed', '1']);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).code).toBe(0);
    const { stdout } = await equipoise(workspace, 'datasets', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ records: 8 }]);
  });

  it('names in its examples no study but those that it ships', async () => {
    const commands = [
      ['--help'],
      ...['lock', 'rehearse'].map((name) => ['study', name, '--help']),
      ['results', '--help'],
    ];
    const pages = await Promise.all(commands.map((command) => equipoise(temporaryFolder(), ...command)));
    const studies = resolve(import.meta.dirname, '../../studies');
    const titles = readdirSync(studies).map((name) => {
      const { title } = JSON.parse(readFileSync(resolve(studies, name, 'protocol.json'), 'utf8')) as { title: string };
      return title;
    });
    for (const { stdout } of pages) {
      const quoted = [...stdout.matchAll(/(?:lock|rehearse|results) "([^"]+)"/g)].map(([, title]) => title);
      expect(quoted.length).toBeGreaterThan(0);
      for (const title of quoted) expect(titles).toContain(title);
    }
  });

  it('ends with 2 for a wrong use, and says what would be right', async () => {
    const workspace = temporaryFolder();
    expect(await equipoise(workspace, 'simulate', '--records', 'many')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('It must be a whole number from 4 to 100000.') as string,
    });
    expect(await equipoise(workspace, 'atack')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("unknown command 'atack'") as string,
    });
    expect(await equipoise(workspace, 'attack', '--method', 'magic')).toMatchObject({ code: 2 });
  });

  it.each([
    ['a wrong value', ['simulate', '--records', 'many'], /many' is invalid\. It must be a whole number from 4/],
    ['an unknown option', ['datasets', '--colour'], /unknown option '--colour'/],
    ['a missing argument', ['import'], /missing required argument 'archive-or-folder'/],
    ['an unknown command', ['study', 'creat'], /unknown/],
    ['a budget below one unit', ['attack', '--epsilon', '0.9'], /0\.9' is invalid\. It must be a number from 1/],
  ])('prints one JSON document for %s too', async (_, args, message) => {
    const { code, stdout, stderr } = await equipoise(temporaryFolder(), ...args, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'wrong-use', message: expect.stringMatching(message) as string },
    });
    expect(stderr).not.toBe('');
  });

  it('ends with 1 after a skipped record only if it is told to be strict', async () => {
    const workspace = temporaryFolder();
    const path = join(workspace, 'set.zip');
    const files = cincFiles('', 8).filter(({ name }) => name !== 'A00003.mat');
    writeFileSync(path, zipBytes(files));
    const strict = await equipoise(workspace, 'import', path, '--strict', '--json');
    expect(strict.code).toBe(1);
    expect(JSON.parse(strict.stdout)).toMatchObject({
      records: 7,
      skipped: [{ record: 'A00003' }],
      notes: [
        'What tells who a patient is was found and left out: date of recording (7).',
        '17 files were seen, 17 of them read.',
      ],
      account: { filesSeen: 17, filesRead: 17 },
    });
    const lenient = await equipoise(workspace, 'import', path);
    expect(lenient.code).toBe(0);
    expect(lenient.stdout).toContain('skipped A00003: its signal file A00003.mat is missing');
  });

  it('ends with 1 when it failed, with one JSON document that says why', async () => {
    const { code, stdout, stderr } = await equipoise(temporaryFolder(), 'evaluate', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'not-found', message: expect.stringContaining('There are no datasets') as string },
    });
    expect(stderr).toContain('There are no datasets');
  });

  it('prints the declared fields as one JSON document, with progress on stderr', async () => {
    const workspace = temporaryFolder();
    const { code, stdout, stderr } = await equipoise(
      workspace,
      'simulate',
      '--records',
      '8',
      '--duration',
      '10',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      records: 8,
      added: 8,
      skipped: [],
      seconds: expect.any(Number) as number,
    });
    expect(stderr).toContain('Simulate 8 records');
    const listed = await equipoise(workspace, 'datasets', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: 'simulated-8-seed-1-10s', records: 8 }]);
  });

  it('refuses a protocol that cannot be used by naming path, value and cure', async () => {
    const { code, stderr } = await equipoise(
      temporaryFolder(),
      'study',
      'create',
      resolve(import.meta.dirname, '../../package.json'),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/The protocol \S+ cannot be used\. Line \d+, column \d+: .*schemaVersion/s);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'equipoise-run-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The arguments that run this TypeScript program through scripts/run.mjs. */
function program(text: string): string[] {
  const file = join(folder, 'program.ts');
  writeFileSync(file, text);
  return ['scripts/run.mjs', relative(root, file)];
}

describe('scripts/run.mjs', () => {
  it('runs a TypeScript file with its arguments, and adds nothing to what it prints', () => {
    const args = program('const rest: string[] = process.argv.slice(2);\nconsole.log(JSON.stringify(rest));\n');
    const result = spawnSync(process.execPath, [...args, '--json', 'a b'], { cwd: root, encoding: 'utf8' });
    expect(result).toMatchObject({ status: 0, stdout: '["--json","a b"]\n' });
  });

  it.each([
    ['equipoise', 'the folder that npm was called in'],
    ['bench', 'the root, where npm runs it'],
  ])('under npm run %s runs in %s', (npm_lifecycle_event) => {
    const args = program('console.log(process.cwd());');
    const env = { ...process.env, npm_lifecycle_event, INIT_CWD: folder };
    const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env });
    expect(stdout.trim()).toBe(realpathSync(npm_lifecycle_event === 'equipoise' ? folder : root));
  });

  it("ends with the program's exit code", () => {
    expect(spawnSync(process.execPath, program('process.exit(2);'), { cwd: root }).status).toBe(2);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'passes %s on and waits for the program to end in its own way',
    async (signal) => {
      const text = `
      process.on('${signal}', () => setTimeout(() => { console.log('tidied up'); process.exit(7); }, 100));
      setInterval(() => {}, 1000);
      console.log('ready');
    `;
      const child = spawn(process.execPath, program(text), { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        if (chunk.includes('ready')) child.kill(signal);
      });
      const [code] = (await once(child, 'close')) as [number];
      expect(output).toBe('ready\ntidied up\n');
      expect(code).toBe(7);
    },
  );

  it('says how it is used when no file is given', () => {
    const result = spawnSync(process.execPath, ['scripts/run.mjs'], { cwd: root, encoding: 'utf8' });
    expect(result).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage') as string });
  });
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const at = (path: string): string => JSON.stringify(resolve(import.meta.dirname, '../..', path));

/** A window host without a window: it says how its start went, and stays. */
const HOST = `
  import { claimWorkspace } from ${at('src-main/hosts/claim-workspace.ts')};
  import { openReadingServices } from ${at('test/helpers/reading-services.ts')};
  try {
    claimWorkspace(process.argv[1]);
    await openReadingServices(process.argv[1], { asHost: true });
    console.log('open');
  } catch (error) {
    console.log(error.code + ': ' + error.message);
  }
  setInterval(() => {}, 1000);`;

async function startHost(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', '--input-type=module'];
  const child = spawn(process.execPath, [...flags, '--eval', HOST, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

it('lets no second host in when its lock was removed by hand, and the next one when the first was killed', async () => {
  const folder = join(temporaryFolder(), 'workspace');
  const first = await startHost(folder);
  expect(first.said).toBe('open');
  rmSync(join(folder, 'host.lock'));
  const refused = `conflict: The workspace ${folder} is open in another Equipoise. Use that window, or name another with --workspace.`;
  const second = await startHost(folder);
  expect(second.said).toBe(refused);
  second.child.kill('SIGKILL');
  await once(second.child, 'exit');
  // The refused one has left a lock of its own.
  expect((await startHost(folder)).said).toBe(refused);

  const copy = join(temporaryFolder(), 'copy');
  cpSync(folder, copy, { recursive: true });
  expect((await startHost(copy)).said).toBe('open');

  rmSync(join(folder, 'host.lock'));
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  expect((await startHost(folder)).said).toBe('open');
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimWorkspace } from '../../../src-main/hosts/claim-workspace.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe('the claim on a workspace', () => {
  it('is refused while another has it, with the folder’s name', async () => {
    const folder = temporaryFolder();
    const release = await claimWorkspace(folder);
    await expect(claimWorkspace(folder)).rejects.toMatchObject({
      code: 'conflict',
      message: `The workspace ${folder} is open in another Equipoise. Use its window, or name another with --workspace.`,
    });
    await release();
    await (
      await claimWorkspace(folder)
    )();
  });

  it('holds under every name of the folder, and for no other folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'a'));
    symlinkSync(path.join(folder, 'a'), path.join(folder, 'link'));
    const release = await claimWorkspace(path.join(folder, 'a'));
    await expect(claimWorkspace(path.join(folder, 'link'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(claimWorkspace(path.join(folder, 'b', '..', 'a'))).rejects.toMatchObject({ code: 'conflict' });
    await (
      await claimWorkspace(path.join(folder, 'b'))
    )();
    await release();
  });

  it('is given up by a host that is killed', async () => {
    const folder = temporaryFolder();
    const module = path.resolve('src-main/hosts/claim-workspace.ts');
    const script = `import { claimWorkspace } from ${JSON.stringify(module)};
      await claimWorkspace(${JSON.stringify(folder)}); process.kill(process.pid, 'SIGKILL');`;
    const flags = ['--experimental-strip-types', '--input-type=module', '--eval', script];
    expect(spawnSync(process.execPath, flags).signal).toBe('SIGKILL');
    await (
      await claimWorkspace(folder)
    )();
  });
});

import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Access } from '../../../src-main/hosts/web/access.ts';
import { KeptAccess } from '../../../src-main/hosts/web/kept-access.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

function host(folder: string, mode: 'reading' | 'workbench' = 'reading') {
  const kept = new KeptAccess(folder, mode);
  const access = new Access(kept.digests(), (digest) => kept.keepSession(digest));
  return { kept, access, letIn: () => access.redeem(access.issueToken()) ?? '' };
}

describe('what a host leaves to the next one of its workspace', () => {
  it('is its port and the pages that it let in, and no secret', () => {
    const folder = join(temporaryFolder(), 'not', 'there yet');
    const first = host(folder);
    first.kept.keepPort(4790);
    const session = first.letIn();
    const next = host(folder);
    expect(next.kept.port).toBe(4790);
    expect(next.access.hasSession(session)).toBe(true);
    expect([...next.kept.digests()].map(String)).not.toContain(session);
    expect(next.access.hasSession(next.kept.digests()[0]?.toString('base64') ?? '')).toBe(false);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'window-access.json')).mode & 0o077).toBe(0);
  });

  it('lets no reader into the workbench, and knows no page of another workspace', () => {
    const folder = temporaryFolder();
    const first = host(folder);
    first.kept.keepPort(4790);
    const session = first.letIn();
    expect(host(folder, 'workbench').access.hasSession(session)).toBe(false);
    expect(host(temporaryFolder()).access.hasSession(session)).toBe(false);
    // The readers are still known after the workbench was opened in between.
    host(folder, 'workbench').kept.keepPort(4791);
    expect(host(folder).access.hasSession(session)).toBe(true);
  });

  it.each(['', '{', '{"port":0,"sessions":[]}', '{"port":1,"sessions":[{"mode":"reading","digest":5}]}'])(
    'is nothing if the file was spoiled: %j',
    (text) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'window-access.json'), text);
      expect(host(folder).kept.port).toBeUndefined();
      expect(host(folder).kept.digests()).toEqual([]);
    },
  );
});

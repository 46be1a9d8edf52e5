import { chmodSync, existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { listReaderCodes } from '../../src-main/db/studies/reader-codes.ts';
import { openBundle, readKey, unsealStudy, type Services } from '../../src-main/services/create-services.ts';
import { collect } from '../helpers/collect.ts';
import { collectFiles } from '../helpers/collect-files.ts';
import {
  bundleFixture,
  bytesOf,
  copyOf,
  PASSPHRASE,
  readBundle,
  servicesOn,
  unseal,
} from '../helpers/bundle-fixture.ts';
import { Editor } from '../helpers/workspace-editor.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const NOTHING = { added: [], continued: [], known: [], unfinished: [] };

async function sheetOf({ bundles }: Services, studyId: string, passphrase: string): Promise<string> {
  const file = join(temporaryFolder(), 'sheets', 'sheet.html');
  await bundles.writeRecoverySheet(studyId, passphrase, file);
  return bytesOf(file).toString('utf8');
}

describe('a bundle', () => {
  it('is one file with nothing of the truth in the clear, before and after it is read', async () => {
    const { files, exported } = await bundleFixture();
    const [file] = files as [string];
    expect(readdirSync(exported)).toEqual(['fixture-study-any.equipoise']);
    // Not within keys and signatures, which are random letters; what is sealed is random bytes, and taken out here.
    const telling = /(?<![\w+/])(R00\d|SAP|sap|adversarial|Normal)(?![\w+/=])|real_?side\W*[12]|"(arm|kind|record)"/i;
    const look = (): string => {
      const copy = copyOf(file);
      const editor = new Editor(copy);
      editor.run('DELETE FROM sealed_truth; DELETE FROM blinded_tracings; VACUUM');
      editor.db.close();
      return bytesOf(copy)
        .toString('latin1')
        .replaceAll(/CREATE (UNIQUE )?(TABLE|INDEX|TRIGGER)[^\0]*/g, '');
    };
    expect(telling.exec(look())?.[0]).toBeUndefined();
    await readBundle(file, 'Dr A');
    expect(telling.exec(look())?.[0]).toBeUndefined();
    expect(readdirSync(exported)).toEqual(['fixture-study-any.equipoise']);
  });

  it('says in no order of rows and in no id what was made first', async () => {
    const { files } = await bundleFixture();
    const { db } = new Editor(files[0]!);
    onTestFinished(() => void db.close());
    const inFile = (table: string, id: string) =>
      db
        .prepare(
          `SELECT trials.position FROM trials JOIN ${table} AS other ON trials.id = other.${id} ORDER BY other.rowid`,
        )
        .pluck()
        .all();
    // A pair is one row, and rows lie as they are presented.
    for (const of of [inFile('trials', 'id'), inFile('blinded_tracings', 'trial_id')])
      expect(of).toEqual([0, 1, 2, 3, 4, 5]);
    const ids = db
      .prepare<[], string>(
        'SELECT id FROM trials UNION ALL SELECT upper_id FROM trials UNION ALL SELECT lower_id FROM trials',
      )
      .pluck()
      .all();
    expect(ids).toHaveLength(18);
    // Version 4: random, without a time.
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  it('is read to the end without the workspace, resumed where it was, and collected as if it had been read there', async () => {
    const { files, services, studyId } = await bundleFixture();
    const [file] = files as [string];
    await readBundle(file, 'Dr A', { pairs: 2 });
    await readBundle(file, 'dr  a');
    const before = bytesOf(file);
    const [collected] = await collectFiles(services, studyId, [file]);
    expect(collected).toEqual({
      file,
      study: 'Fixture study',
      problems: [],
      ...NOTHING,
      added: [{ reader: 'Dr A', answers: 6 }],
    });
    expect(bytesOf(file).equals(before)).toBe(true);
    await unseal(services, studyId);
    const rows = await services.results.responses(studyId);
    expect(rows.map(({ trial_number }) => trial_number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(rows.map(({ answer }) => answer).slice(0, 4)).toEqual(['2', '1', '2', '1']);
    await expect(services.results.evidence(studyId)).resolves.toMatchObject({ problems: [] });
    // The same file again changes nothing.
    const [again] = await collectFiles(services, studyId, [file]);
    expect(again).toEqual({
      file,
      study: 'Fixture study',
      problems: [],
      ...NOTHING,
      known: [{ reader: 'Dr A', answers: 6 }],
    });
    expect(await services.results.responses(studyId)).toEqual(rows);
  });

  it('is collected with answers of which nothing can be said, where the study allows them', async () => {
    const session = { cannotSay: true, leastTimeMs: 0 };
    const { files, services, studyId } = await bundleFixture({ protocol: { session } });
    await readBundle(files[0]!, 'Dr A', { open: true });
    expect((await collectFiles(services, studyId, files))[0]).toMatchObject({
      problems: [],
      added: [{ answers: 6 }],
    });
    await unseal(services, studyId);
    const rows = await services.results.responses(studyId);
    expect(rows.map(({ answer, correct }) => [answer, correct])).toEqual(rows.map(() => ['cannot-say', null]));
  });

  it('merges with another of the same study, and names a reader who read two', async () => {
    const { files, services, studyId } = await bundleFixture({ readers: ['Dr A', 'Dr B'] });
    const [a, b] = files as [string, string];
    await expect(readBundle(a, 'Dr B')).rejects.toThrow('This file is not for "Dr B"');
    await Promise.all([readBundle(a, 'Dr A'), readBundle(b, 'Dr B')]);
    // Whoever was sent a file may be reading it: nothing is opened by the way before it is back.
    expect(services.results.gate(studyId)).toMatchObject({
      isOpen: false,
      outstanding: [{ reader: 'Dr A' }, { reader: 'Dr B' }],
    });
    const collected = await collectFiles(services, studyId, [a, b]);
    expect(collected.flatMap(({ problems }) => problems)).toEqual([]);
    await unseal(services, studyId);
    expect(new Set((await services.results.responses(studyId)).map(({ reader }) => reader))).toEqual(
      new Set(['Dr A', 'Dr B']),
    );
    const exported = temporaryFolder();
    const [second] = await collect(services.bundles.export({ studyId, folder: exported, readers: [null] }));
    await readBundle(second!.path, 'Dr A');
    const [twice] = await collectFiles(services, studyId, [second!.path]);
    expect(twice?.problems.join()).toMatch(/"Dr A" has another session in the study already/);
  });

  it('has the order of its own reader, whose code begins it, and is drawn again where it comes back', async () => {
    const protocol = { order: 'per-reader' as const, readers: { codes: 2 }, task: { repeats: 2 } };
    const { folder, services, studyId } = await bundleFixture({ protocol, readers: [] });
    const db = openDb(join(folder, 'workspace.sqlite'));
    const codes = listReaderCodes(db, studyId);
    db.close();
    const out = join(folder, '..', 'coded');
    await expect(collect(services.bundles.export({ studyId, folder: out, readers: [null] }))).rejects.toThrow(
      /one file for each/,
    );
    await expect(collect(services.bundles.export({ studyId, folder: out, readers: ['Dr A'] }))).rejects.toThrow(
      /no code of this/,
    );
    const made = await collect(
      services.bundles.export({
        studyId,
        folder: out,
        readers: codes.map((code) => code.toLowerCase()),
      }),
    );
    const files = made.map(({ path }) => path) as [string, string];
    await expect(readBundle(files[0], codes[1]!)).rejects.toThrow(/is not a code of this study/);
    await readBundle(files[0], codes[0]!.replace('-', ' '));
    await readBundle(files[1], codes[1]!);
    const collected = await collectFiles(services, studyId, files);
    expect(collected.flatMap(({ problems }) => problems)).toEqual([]);
    await expect(services.results.evidence(studyId)).resolves.toMatchObject({ problems: [] });
    await unseal(services, studyId);
    const rows = await services.results.responses(studyId);
    expect(rows).toHaveLength(16);
    const sides = codes.map((code) =>
      rows.filter(({ reader }) => reader === code).map((row) => row.record + row.real_side),
    );
    expect(sides[0]).not.toEqual(sides[1]);
  });

  it('names what is not finished, of another study, cut in half or no bundle, and takes nothing of it', async () => {
    const { files, services, studyId } = await bundleFixture();
    const [file] = files as [string];
    await readBundle(file, 'Dr A', { pairs: 4 });
    const other = await bundleFixture({ other: true });
    await readBundle(other.files[0]!, 'Dr A');
    const cut = copyOf(file);
    truncateSync(cut, Math.floor(statSync(file).size / 2));
    const collected = await collectFiles(services, studyId, [
      ...[file, other.files[0]!, cut, join(dirname(file), 'missing.equipoise')],
      join(other.folder, 'workspace.sqlite'),
    ]);
    const said = collected.map(({ problems }) => problems.join());
    expect(said[0]).toMatch(/"Dr A" has not finished: 4 of 6 pairs/);
    expect(said[1]).toMatch(/another study, "Fixture study".*equipoise study collect "Fixture study" FILE/);
    expect(said[2]).toMatch(/was cut: it has [\d,]+ of [\d,]+ bytes/);
    expect(said[3]).toMatch(/cannot be opened \(ENOENT\)/);
    expect(said[4]).toMatch(
      /is the SQLite file of another program|is not a readable .equipoise file, but another kind/,
    );
    // As it was named, not as the copy that was looked into.
    for (const at of [2, 3, 4]) expect(said[at]).toContain(`${collected[at]?.file} `);
    expect(services.studies.find(studyId)).toBeDefined();
    expect(services.studies.list()[0]?.sessions).toEqual([]);
  });

  it('that cannot be written keeps its answers in a copy, and goes on there', async () => {
    const { files, services, studyId } = await bundleFixture();
    const file = copyOf(files[0]!);
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o555);
    const before = bytesOf(file);
    const otherwiseIn = join(temporaryFolder(), 'readings');
    const open = () => openBundle({ path: file, otherwiseIn, version: '1.2.3' });
    const first = open();
    expect(first).toMatchObject({ isCopy: true });
    expect(first.path).toMatch(/readings.copy-[0-9a-f]{8}\.equipoise$/);
    await first.close();
    await readBundle(first.path, 'Dr A', { pairs: 3 });
    const again = open();
    expect(again.path).toBe(first.path);
    expect((await again.sessions.open(studyId, 'Dr A')).answered).toBe(3);
    await again.close();
    await readBundle(first.path, 'Dr A');
    expect(bytesOf(file).equals(before)).toBe(true);
    chmodSync(dirname(file), 0o755);
    expect((await collectFiles(services, studyId, [first.path]))[0]?.added).toEqual([{ reader: 'Dr A', answers: 6 }]);
  });

  it('is open in one program at a time', async () => {
    const { files } = await bundleFixture();
    const options = { path: files[0]!, otherwiseIn: temporaryFolder(), version: '1.2.3' };
    const first = openBundle(options);
    expect(() => openBundle(options)).toThrow(/open in another window already/);
    await first.close();
    await openBundle(options).close();
  });

  it('commits the truth before the first pair, and the first answer is signed with the commitment', async () => {
    const { files, services, studyId } = await bundleFixture();
    const bundle = openBundle({ path: files[0]!, otherwiseIn: temporaryFolder(), version: '1.2.3' });
    const { commitment } = services.studies.find(studyId);
    expect(bundle.sessions.studies()).toEqual([expect.objectContaining({ commitment })]);
    expect(commitment).toMatch(/^[0-9a-f]{64}$/);
    await bundle.close();
  });
});

describe('the sealed truth', () => {
  it('opens with the recovery sheet alone where the workspace is lost, and gives the same results', async () => {
    const { files, services, studyId } = await bundleFixture();
    const [file] = files as [string];
    const sheet = await sheetOf(services, studyId, PASSPHRASE);
    await readBundle(file, 'Dr A');
    await collectFiles(services, studyId, [file]);
    await unseal(services, studyId);
    const rows = await services.results.responses(studyId);
    const key = readKey(sheet.match(/<ol>[^]*<\/ol>/)?.[0].replaceAll(/<[^>]*>|\b\d{1,2}\b(?= )/g, ' ') ?? '');
    const folder = join(temporaryFolder(), 'anew');
    expect(unsealStudy(file, key, folder)).toEqual({ studyId, title: 'Fixture study' });
    const anew = await servicesOn(folder);
    expect((await collectFiles(anew, studyId, [file]))[0]).toMatchObject({ problems: [] });
    const unsealed = await anew.results.responses(studyId);
    expect(unsealed.map((row) => ({ ...row, after_opening: 0 }))).toEqual(rows);
    await expect(anew.results.evidence(studyId)).resolves.toMatchObject({ problems: [] });
  });

  it('opens with no other passphrase or key, and a mistyped group is named', async () => {
    const { files, services, studyId, exported } = await bundleFixture();
    await expect(sheetOf(services, studyId, 'four plain words there')).rejects.toThrow('This is not the passphrase');
    const other = await bundleFixture({ other: true });
    const sheet = await sheetOf(other.services, other.studyId, PASSPHRASE);
    const groups = [...sheet.matchAll(/<\/small> ([0-9A-Z]{5})/g)].map(([, group]) => group!);
    expect(groups).toHaveLength(13);
    const into = join(exported, 'none');
    expect(() => unsealStudy(files[0]!, readKey(groups.join(' ')), into)).toThrow(/does not open/);
    expect(existsSync(into)).toBe(false);
    const [first, second, ...rest] = groups as [string, string, ...string[]];
    expect(() => readKey([second, first, ...rest].join(' '))).toThrow(/Group 1 of the recovery key/);
    expect(() => readKey(rest.join(' '))).toThrow(/has 13 groups of 5 characters; here are 11/);
  });
});

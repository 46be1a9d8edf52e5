import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileMessages } from '../../scripts/setup/messages.mjs';

const root = join(import.meta.dirname, '../..');
const messages = join(root, 'src-shared/messages');
const node = { path: process.execPath, flags: [] };

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'equipoise-messages-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Messages = Record<string, string | object[]>;

const languages = readdirSync(messages).filter((name) => name !== 'compiled' && !name.startsWith('.'));

/** Every message of a language, by key. */
function messagesOf(language: string): Messages {
  const files = readdirSync(join(messages, language));
  const read = (file: string) => JSON.parse(readFileSync(join(messages, language, file), 'utf8')) as Messages;
  return Object.assign({}, ...files.map(read)) as Messages;
}

/** The values that a message is given: `{count}` of "{count} records", in all of its forms. */
function valuesOf(message: string | object[]): string[] {
  return [...new Set([...JSON.stringify(message).matchAll(/\{([a-z]\w*)\}/gi)].map((match) => match[1] ?? ''))].sort();
}

/** A folder with our English messages, and one more language with these of the room "reading". */
function withSecondLanguage(language: string, reading: Messages): string {
  const source = join(folder, 'messages');
  cpSync(join(messages, 'en'), join(source, 'en'), { recursive: true });
  mkdirSync(join(source, language));
  writeFileSync(join(source, language, 'reading.json'), JSON.stringify(reading));
  return source;
}

describe('a second language', () => {
  it('is one folder of messages: what it has is read in it, the rest in English', async () => {
    const source = withSecondLanguage('de', { reading_leave: 'Lesung verlassen' });
    const said = await compileMessages(node, source, join(folder, 'compiled'));
    expect(said).toMatch(/ messages in de, en$/);
    const program = `
      import { m } from './compiled/messages.js';
      import { setLocale } from './compiled/runtime.js';
      const read = () => [m.reading_leave(), m.reading_pause()];
      const before = read();
      setLocale('de', { reload: false });
      console.log(JSON.stringify([before, read()]));
    `;
    writeFileSync(join(folder, 'program.mjs'), program);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const { stdout } = spawnSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([
      ['Leave the reading', 'Pause'],
      ['Lesung verlassen', 'Pause'],
    ]);
  });

  it.each([
    ['a message that English does not have', { reading_unheard_of: 'Unerhört' }, 'reading_unheard_of'],
    ["a key that does not begin with its file's name", { leave: 'Verlassen' }, 'should be lower case and begin with'],
  ])('is refused with %s, and nothing is left half-made', async (_, reading, complaint) => {
    const source = withSecondLanguage('de', reading);
    await expect(compileMessages(node, source, join(folder, 'compiled'))).rejects.toThrow(complaint);
    expect(existsSync(join(folder, 'compiled'))).toBe(false);
  });
});

describe('compiling the messages', () => {
  it('needs no network', () => {
    const cut = `
      import net from 'node:net';
      net.Socket.prototype.connect = () => { console.error('something was asked of the network'); process.exit(9); };
    `;
    const args = ['--import', `data:text/javascript,${encodeURIComponent(cut)}`, 'scripts/setup/compile-messages.mjs'];
    const run = spawnSync(process.execPath, [...args, messages, join(folder, 'compiled')], { cwd: root });
    expect(run.status, String(run.stderr)).toBe(0);
    expect(existsSync(join(folder, 'compiled/messages.js'))).toBe(true);
  });
});

describe('the messages', () => {
  const english = messagesOf('en');

  it.each(languages)('of %s are all there, and name the values that the English ones name', (language) => {
    const translated = messagesOf(language);
    const missing = Object.keys(english).filter((key) => translated[key] === undefined);
    expect(missing).toEqual([]);
    const differing = Object.entries(english).filter(
      ([key, text]) => valuesOf(text).join() !== valuesOf(translated[key] ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('are each shown somewhere', () => {
    const sources = ['src-shared', 'src-figures', 'src-main', 'src-renderer'].flatMap((name) =>
      readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(ts|svelte)$/.test(file))
        .map((file) => readFileSync(join(root, name, file), 'utf8')),
    );
    const used = new Set(sources.flatMap((text) => [...text.matchAll(/\bm\.([a-z0-9_]+)/g)].map((match) => match[1])));
    expect(Object.keys(english).filter((key) => !used.has(key))).toEqual([]);
  });
});

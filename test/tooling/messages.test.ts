import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
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

/** What readers read is there in every language; the other rooms are in English until somebody translates them. */
const READERS_ROOMS = ['errors.json', 'paper.json', 'questions.json', 'reading.json', 'session.json'];

/** Every message of a language, by key; of all its files if none are named. */
function messagesOf(language: string, files = readdirSync(join(messages, language))): Messages {
  const read = (file: string) => JSON.parse(readFileSync(join(messages, language, file), 'utf8')) as Messages;
  return Object.assign({}, ...files.map(read)) as Messages;
}

/** What a message is given: `{reader}` in its text, or the inputs that a message with plural forms declares. */
function inputsOf(message: string | object[]): string[] {
  const named = typeof message === 'string' ? /\{(\w+)\}/g : /"input (\w+)"/g;
  return [...new Set([...JSON.stringify(message).matchAll(named)].map((match) => match[1] ?? ''))].sort();
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

  it('are there in the languages that the reading is offered in', () => {
    expect(languages.sort()).toEqual(['de', 'en', 'es', 'fr', 'zh-Hans']);
  });

  it.each(languages)('that readers read are all there in %s, and take what the English ones take', (language) => {
    const rooms = [...new Set([...READERS_ROOMS, ...readdirSync(join(messages, language))])];
    const wanted = messagesOf('en', rooms);
    const translated = messagesOf(language, rooms);
    const missing = Object.keys(wanted).filter((key) => translated[key] === undefined);
    expect(missing).toEqual([]);
    const differing = Object.entries(wanted).filter(
      ([key, text]) => inputsOf(text).join() !== inputsOf(translated[key] ?? '').join(),
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

/** Letters that a Svelte file shows or reads aloud by itself, but for units. */
function ownTexts(file: string): string[] {
  const { fragment } = parse(readFileSync(file, 'utf8'), { modern: true });
  const found: string[] = [];
  const visit = (node: unknown, attribute = ''): void => {
    if (Array.isArray(node)) for (const each of node) visit(each, attribute);
    else if (typeof node === 'object' && node !== null) {
      const { type, name, data } = node as { type?: string; name?: string; data?: string };
      const shown =
        attribute === '' || /^(aria-label|aria-valuetext|title|placeholder|alt|sentence|line)$/.test(attribute);
      if (type === 'Text' && shown && data !== undefined) found.push(data.trim());
      for (const [key, value] of Object.entries(node)) {
        if (key !== 'parent') visit(value, type === 'Attribute' ? (name ?? '') : attribute);
      }
    }
  };
  visit(fragment);
  return found.filter((text) => /\p{L}/u.test(text) && !/^(0 )?s$|^mm\/(s|mV)$/.test(text));
}

it('the reading views have no text of their own: a reader reads messages', () => {
  const views = join(root, 'src-renderer/views/read');
  const files = readdirSync(views, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.svelte'));
  expect(files.length).toBeGreaterThan(5);
  expect(files.flatMap((name) => ownTexts(join(views, name)).map((text) => `${name}: ${text}`))).toEqual([]);
  // What it looks for, it finds.
  const planted = join(folder, 'Planted.svelte');
  writeFileSync(planted, '<p aria-label="Thank you">{1} s <b>Done</b></p>');
  expect(ownTexts(planted)).toEqual(['Thank you', 'Done']);
});

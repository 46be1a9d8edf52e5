import { mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hashModel, replaceFolder, replaceStored } from '../../../src-main/services/models/model-folder.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

function folderWith(root: string, name: string, content: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'model.json'), content);
  return folder;
}

const content = (folder: string): string => readFileSync(join(folder, 'model.json'), 'utf8');

describe('a new model folder', () => {
  it('takes the place of the old one, and leaves nothing beside it', () => {
    const root = temporaryFolder();
    const to = join(root, 'model');
    replaceFolder(folderWith(root, 'first', 'first'), to);
    expect(content(to)).toBe('first');
    replaceFolder(folderWith(root, 'second', 'second'), to);
    expect(content(to)).toBe('second');
    expect(readdirSync(root)).toEqual(['model']);
  });

  it('that is not there leaves the old one', () => {
    const root = temporaryFolder();
    const to = folderWith(root, 'model', 'old');
    expect(() => replaceFolder(join(root, 'none'), to)).toThrow(/ENOENT/);
    expect(content(to)).toBe('old');
    expect(readdirSync(root)).toEqual(['model']);
  });

  it('takes the place of the remains of a replacement that was cut short', () => {
    const root = temporaryFolder();
    folderWith(root, 'model.old', 'old');
    folderWith(root, 'model.new', 'half');
    replaceFolder(folderWith(root, 'next', 'next'), join(root, 'model'));
    expect(content(join(root, 'model'))).toBe('next');
    expect(readdirSync(root)).toEqual(['model']);
  });

  it('of which nothing could be stored leaves the old one, and one that was stored takes its place', async () => {
    const root = temporaryFolder();
    const to = folderWith(root, 'model', 'old');
    const full = replaceStored(folderWith(root, 'second', 'second'), to, () => Promise.reject(new Error('full')));
    await expect(full).rejects.toThrow('full');
    expect(content(to)).toBe('old');
    await replaceStored(folderWith(root, 'third', 'third'), to, async (made) => {
      expect([content(made), content(to)]).toEqual(['third', 'old']);
    });
    expect(content(to)).toBe('third');
    expect(readdirSync(root)).toEqual(['model']);
  });
});

const json = (name: string): string => JSON.stringify({ name, modelTopology: {}, weightsManifest: [] });

it('the hash of a model is of its files as they are, also where size and time of the last change are as before', async () => {
  const folder = folderWith(temporaryFolder(), 'model', json('one'));
  const path = join(folder, 'model.json');
  const { atime, mtime } = statSync(path);
  await setTimeout(1100);
  const first = hashModel(folder);
  expect(hashModel(folder)).toBe(first);
  writeFileSync(path, json('two'));
  utimesSync(path, atime, mtime);
  const second = hashModel(folder);
  expect(second).not.toBe(first);
  writeFileSync(path, json('six'));
  expect([first, second]).not.toContain(hashModel(folder));
});

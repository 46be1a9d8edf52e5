import { homedir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceFolder, workspaceToName } from '../../../src-main/hosts/default-workspace.ts';

describe('the workspace folder', () => {
  it('is the one that is named, before the one of the environment', () => {
    expect(workspaceFolder('/a', { EQUIPOISE_WORKSPACE: '/b' })).toBe('/a');
    expect(workspaceFolder(undefined, { EQUIPOISE_WORKSPACE: '/b' })).toBe('/b');
  });

  it('is absolute, whatever folder the program was started in', () => {
    expect(workspaceFolder('study')).toBe(path.resolve('study'));
  });

  it('is otherwise the user’s own, where the system keeps data', () => {
    expect(workspaceFolder(undefined, { XDG_DATA_HOME: '/data' }, 'linux')).toBe('/data/equipoise');
    expect(workspaceFolder(undefined, {}, 'linux')).toBe(path.join(homedir(), '.local/share/equipoise'));
    expect(workspaceFolder(undefined, {}, 'darwin')).toBe(
      path.join(homedir(), 'Library/Application Support/equipoise'),
    );
    expect(workspaceFolder(undefined, { LOCALAPPDATA: '/local' }, 'win32')).toBe('/local/equipoise');
  });
});

it('a workspace is named in commands unless every shell finds it by itself', () => {
  const environment = { XDG_DATA_HOME: '/data', EQUIPOISE_WORKSPACE: '/b' };
  expect(workspaceToName('/data/equipoise', environment, 'linux')).toBeNull();
  expect(workspaceToName('/b', environment, 'linux')).toBe('/b');
  expect(workspaceToName('study', environment, 'linux')).toBe(path.resolve('study'));
});

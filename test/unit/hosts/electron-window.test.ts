import { describe, expect, it } from 'vitest';
import { windowOptions } from '../../../src-main/hosts/electron/window-options.ts';

describe('the window of the desktop program', () => {
  it('is sandboxed, isolated, and has no access to Node', () => {
    expect(windowOptions('/p/preload.cjs').webPreferences).toMatchObject({
      preload: '/p/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    });
  });

  it('can be as small as the views work, and is hidden until it is painted', () => {
    const { minWidth, minHeight, show } = windowOptions('/p');
    expect([minWidth, minHeight, show]).toEqual([1024, 640, false]);
  });
});

import { describe, expect, it } from 'vitest';
import { browserCommand, type BrowserSearch } from '../../../src-main/hosts/web/browsers.ts';

const ADDRESS = 'http://127.0.0.1:4787/#open=token';

function machine(platform: NodeJS.Platform, files: string[], environment: BrowserSearch['environment']): BrowserSearch {
  return { platform, environment, isRoot: false, canRun: (file) => files.includes(file) };
}
const linux = (files: string[], environment = {}): BrowserSearch =>
  machine('linux', files, { DISPLAY: ':0', PATH: '/usr/local/bin:/usr/bin', ...environment });

describe('the browser that a window is opened with', () => {
  it('is none without a display', () => {
    expect(browserCommand(ADDRESS, '/p', linux(['/usr/bin/chromium'], { DISPLAY: undefined }))).toBeNull();
  });

  it('is none without a browser', () => {
    expect(browserCommand(ADDRESS, '/p', linux([]))).toBeNull();
  });

  it('is a Chromium as a window of its own, with a profile of its own', () => {
    const command = browserCommand(ADDRESS, '/p', linux(['/usr/bin/chromium', '/usr/bin/xdg-open']));
    expect(command).toMatchObject({ file: '/usr/bin/chromium', isWindow: true });
    expect(command?.args).toEqual(expect.arrayContaining([`--app=${ADDRESS}`, '--user-data-dir=/p']));
    expect(command?.args).not.toContain('--no-sandbox');
  });

  it('is started without a sandbox only for root, for whom it would not start otherwise', () => {
    const command = browserCommand(ADDRESS, '/p', { ...linux(['/usr/bin/chromium']), isRoot: true });
    expect(command?.args).toContain('--no-sandbox');
  });

  it('is what the system opens addresses with where there is no Chromium', () => {
    const wayland = linux(['/usr/bin/xdg-open'], { DISPLAY: undefined, WAYLAND_DISPLAY: 'wayland-0' });
    expect(browserCommand(ADDRESS, '/p', wayland)).toEqual({
      file: '/usr/bin/xdg-open',
      args: [ADDRESS],
      isWindow: false,
    });
    expect(browserCommand(ADDRESS, '/p', machine('darwin', [], {}))).toMatchObject({ file: 'open', args: [ADDRESS] });
    expect(browserCommand(ADDRESS, '/p', machine('win32', [], {}))?.args.at(-1)).toBe(ADDRESS);
  });

  it('is found where macOS and Windows install it', () => {
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(browserCommand(ADDRESS, '/p', machine('darwin', [chrome], {}))?.file).toBe(chrome);
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const windows = machine('win32', [edge], { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' });
    expect(browserCommand(ADDRESS, '/p', windows)?.file).toBe(edge);
  });
});

import { describe, expect, it } from 'vitest';
import { lockContents, lockPermissions } from '../../../src-main/hosts/electron/lock-down.ts';
import { isOurWindow } from '../../../src-main/hosts/electron/sender.ts';
import { SubstituteContents, substituteElectron } from '../../helpers/substitute-electron.ts';

const OURS = ['equipoise://app/', 'equipoise://app/index.html', 'equipoise://app/#/read'];
const FOREIGN = [
  'https://evil.example/',
  'equipoise://apple/',
  'equipoise://app.evil.example/',
  'file:///etc/passwd',
  'data:text/html,x',
  'javascript:alert(1)',
  'about:blank',
];

function lockedContents(): SubstituteContents {
  const { electron, app } = substituteElectron();
  lockContents(electron.app);
  const contents = new SubstituteContents();
  app.emit('web-contents-created', {}, contents);
  return contents;
}

describe('navigation', () => {
  it.each(FOREIGN)('to %s is denied, and so are a redirect and a window', (url) => {
    const contents = lockedContents();
    expect(contents.allows('will-frame-navigate', { url, isMainFrame: true })).toBe(false);
    expect(contents.allows('will-redirect', { url })).toBe(false);
    expect(contents.openHandler({ url })).toEqual({ action: 'deny' });
  });

  it.each(OURS)('to %s is allowed in the top frame only, and never in a new window', (url) => {
    const contents = lockedContents();
    expect(contents.allows('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    expect(contents.allows('will-frame-navigate', { url, isMainFrame: false })).toBe(false);
    expect(contents.allows('will-redirect', { url })).toBe(true);
    expect(contents.openHandler({ url })).toEqual({ action: 'deny' });
  });

  it('never puts a webview into the page', () => {
    expect(lockedContents().allows('will-attach-webview')).toBe(false);
  });
});

describe('permissions', () => {
  function ask(permission: string, url: string): { requested: boolean | undefined; checked: boolean } {
    const { electron, handler } = substituteElectron();
    lockPermissions(electron.session.defaultSession);
    let requested: boolean | undefined;
    const decide = (granted: boolean): void => void (requested = granted);
    type Request = (contents: null, permission: string, decide: (granted: boolean) => void, details: object) => void;
    handler<Request>('permission request')(null, permission, decide, { requestingUrl: url });
    type Check = (contents: null, permission: string, origin: string) => boolean;
    return { requested, checked: handler<Check>('permission check')(null, permission, url) };
  }

  it.each(['fullscreen', 'clipboard-sanitized-write'])('grant %s to our page and to no other', (permission) => {
    expect(ask(permission, 'equipoise://app/')).toEqual({ requested: true, checked: true });
    expect(ask(permission, 'https://evil.example/')).toEqual({ requested: false, checked: false });
  });

  it.each(['media', 'geolocation', 'notifications', 'midi', 'clipboard-read', 'openExternal', 'hid', 'serial', 'usb'])(
    'deny %s',
    (permission) => expect(ask(permission, 'equipoise://app/')).toEqual({ requested: false, checked: false }),
  );

  it('deny every device and the capture of the screen', () => {
    const { electron, handler } = substituteElectron();
    lockPermissions(electron.session.defaultSession);
    expect(handler<() => boolean>('device')()).toBe(false);
    expect(handler('display media')).toBeNull();
  });
});

describe('the sender of a message', () => {
  const mainFrame = { origin: 'equipoise://app' };
  const check = (senderFrame: object | null, top: object = mainFrame): boolean =>
    isOurWindow({ senderFrame, sender: { mainFrame: top } } as never);

  it('is ours when it is the top frame of our own page', () => expect(check(mainFrame)).toBe(true));
  it('is not ours when the frame is gone', () => expect(check(null)).toBe(false));
  it('is not ours when it is a frame inside of it', () => expect(check({ origin: 'equipoise://app' })).toBe(false));
  it('is not ours when another page is shown', () => {
    const foreign = { origin: 'https://evil.example' };
    expect(check(foreign, foreign)).toBe(false);
  });
});

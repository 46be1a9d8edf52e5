import type { IpcRenderer } from 'electron';
import { CONNECT_CHANNEL, PORT_CHANNEL } from './channels.ts';

/**
 * The page asks with `postMessage('equipoise:connect')` and is given a port to main with 'equipoise:port'. Only the
 * page itself can ask; it never sees ipcRenderer.
 */
export function relayPort(
  page: Pick<Window, 'addEventListener' | 'postMessage'> & { location: Pick<Location, 'origin'> },
  ipcRenderer: Pick<IpcRenderer, 'on' | 'send'>,
): void {
  page.addEventListener('message', ({ source, origin, data }: MessageEvent) => {
    if (source === page && origin === page.location.origin && data === CONNECT_CHANNEL)
      ipcRenderer.send(CONNECT_CHANNEL);
  });
  ipcRenderer.on(PORT_CHANNEL, ({ ports }) => page.postMessage(PORT_CHANNEL, page.location.origin, ports));
}

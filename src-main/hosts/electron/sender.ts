import type { IpcMainEvent } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

/** Whether a message comes from the top frame of our own window, and not from a page embedded in it. */
export function isOurWindow({ senderFrame, sender }: Pick<IpcMainEvent, 'senderFrame' | 'sender'>): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.origin === APP_ORIGIN;
}

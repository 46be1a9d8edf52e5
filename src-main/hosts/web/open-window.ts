import { spawn } from 'node:child_process';
import { browserCommand, thisMachine, type BrowserSearch } from './browsers.ts';

export interface Window {
  close(): void;
}

/**
 * Opens a browser window if there is a display and a browser; null if not. A browser that cannot be started changes
 * nothing: the address is printed in any case.
 */
export function openWindow(address: string, profileDir: string, machine: BrowserSearch = thisMachine): Window | null {
  const command = browserCommand(address, profileDir, machine);
  if (command === null) return null;
  // A process group of its own: Ctrl-C in the terminal reaches us, and we close the window.
  const browser = spawn(command.file, command.args, { detached: true, stdio: 'ignore' });
  browser.on('error', () => {});
  browser.unref();
  return {
    close() {
      if (command.isWindow && browser.exitCode === null) browser.kill();
    },
  };
}

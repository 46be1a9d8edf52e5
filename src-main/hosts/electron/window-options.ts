import type { BrowserWindowConstructorOptions } from 'electron';

/** The one window: only the permissions that the reading view needs, and no access to Node or the system. */
export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    title: 'Equipoise',
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false, // shown when it is painted, so that no empty window flashes
    backgroundColor: '#f7f8fa',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // Response times are measured in a window that may be covered for a moment: its timers must not be slowed.
      backgroundThrottling: false,
    },
  };
}

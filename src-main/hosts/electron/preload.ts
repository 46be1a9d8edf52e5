import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { relayPort } from './relay-port.ts';

// The page looks for this name to know that it must ask here for its connection, not over a WebSocket.
contextBridge.exposeInMainWorld('equipoise', {
  host: 'electron',
  // Of a file that a person dropped or chose: main reads it where it lies.
  pathOf: (file: File) => webUtils.getPathForFile(file),
});
relayPort(window, ipcRenderer);

import { contextBridge, ipcRenderer } from 'electron';
import { relayPort } from './relay-port.ts';

// The page looks for this name to know that it must ask here for its connection, not over a WebSocket.
contextBridge.exposeInMainWorld('equipoise', { host: 'electron' });
relayPort(window, ipcRenderer);

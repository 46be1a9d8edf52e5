import { contextBridge, ipcRenderer } from 'electron';
import { relayPort } from './relay-port.ts';

// The page looks for this name to know that it asks here for its connection, and not over a WebSocket.
contextBridge.exposeInMainWorld('equipoise', { host: 'electron' });
relayPort(window, ipcRenderer);

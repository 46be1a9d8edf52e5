import './state/known-language.ts';
import { mount } from 'svelte';
import { z } from 'zod';
import App from './App.svelte';
import './app.css';
import { createClient } from './state/client.ts';
import { Connection } from './state/connection.svelte.ts';

// The content security policy allows no compiled code, which zod would otherwise try.
z.config({ jitless: true });

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id "app".');

const connection = new Connection();
const client = createClient({
  onConnected: (connected) => connection.set(connected),
  onRefused: () => connection.refuse(),
});
mount(App, { target, props: { client, connection } });

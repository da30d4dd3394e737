import { mount } from 'svelte';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/dialog.css';
import '../ui/menu.css';
import { bridgeFrom, createPanelCaller } from '../lib/bridge.ts';
import { startRemembering } from '../lib/remembered.ts';
import { createPanel } from './app/create-panel.ts';
import App from './App.svelte';

const target = document.querySelector('#panel');
if (!target) throw new Error('The panel’s page has no #panel element.');

const caller = createPanelCaller(bridgeFrom(window));
await startRemembering(caller);
const panel = createPanel(caller);
mount(App, { target, props: { panel } });
// The subscription lives as long as the page does.
void panel.store.start();

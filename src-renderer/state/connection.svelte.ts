/** Whether main responds: 'opening' until it first does. `restored` counts how often it came back. */
export class Connection {
  state = $state<'opening' | 'open' | 'lost'>('opening');
  restored = $state(0);

  set(connected: boolean): void {
    if (connected && this.state === 'lost') this.restored += 1;
    this.state = connected ? 'open' : 'lost';
  }
}

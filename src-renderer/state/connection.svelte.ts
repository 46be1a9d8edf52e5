/**
 * Whether main responds: 'opening' until it first does; 'refused' where it does not know this page, since it was started
 * again or never let it in. `restored` counts how often it came back.
 */
export class Connection {
  state = $state<'opening' | 'open' | 'lost' | 'refused'>('opening');
  restored = $state(0);

  set(connected: boolean): void {
    if (connected && this.state === 'lost') this.restored += 1;
    this.state = connected ? 'open' : 'lost';
  }

  refuse(): void {
    this.state = 'refused';
  }
}

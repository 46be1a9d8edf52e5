/** Run by Electron itself: ends with 0 when it gets as far as opening windows (display, libraries, sandbox). */
const { app } = require('electron');

app.disableHardwareAcceleration();
app.whenReady().then(
  () => app.exit(0),
  () => app.exit(1),
);

// The browser engines found on this machine, and how each one is started.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function findChromium() {
  return [
    process.env.CHROME_PATH,
    onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].find((path) => path && isExecutable(path));
}

export function findFirefox() {
  return [
    process.env.FIREFOX_PATH,
    onPath('firefox-esr', 'firefox'),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ].find((path) => path && isExecutable(path));
}

/** WebKitGTK's driver opens a window, so that it needs a display: a real one or Xvfb's. */
export function findWebKitDriver() {
  const driver = onPath('WebKitWebDriver');
  return driver && (onPath('xvfb-run') || process.env.DISPLAY) ? driver : undefined;
}

export const finders = {
  chromium: findChromium,
  firefox: findFirefox,
  webkit: findWebKitDriver,
};

export const chromiumArgs = [
  // Chromium's sandbox refuses to start for root (containers, CI).
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export const firefoxPrefs = {
  'media.autoplay.default': 0,
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
  // As users have it: Puppeteer lets pages opened from disk read their neighbours.
  'security.fileuri.strict_origin_policy': true,
};

/** What the driver starts; it does not say where that is. */
function findMiniBrowser() {
  const folders = ['/usr/lib', '/usr/libexec', ...list('/usr/lib')];
  return folders
    .flatMap((folder) => list(folder).filter((path) => /webkit2?gtk-[\d.]+$/.test(path)))
    .map((folder) => join(folder, 'MiniBrowser'))
    .find(isExecutable);
}

function list(folder) {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** With its program named, it can be told to let pages play sound without a click, as in the other engines. */
export function webkitCapabilities() {
  const binary = findMiniBrowser();
  const args = ['--automation', '--autoplay-policy=allow'];
  return { browserName: 'MiniBrowser', ...(binary && { 'webkitgtk:browserOptions': { binary, args } }) };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts WebKitGTK's driver and returns its port and a function that stops it. */
export async function startWebKitDriver() {
  const port = await freePort();
  const command = [findWebKitDriver(), `--port=${port}`];
  if (onPath('xvfb-run')) {
    command.unshift('xvfb-run', '--auto-servernum', '--server-args=-screen 0 1280x1024x24');
  }
  // A process group of its own: stopping xvfb-run alone would leave the driver and Xvfb running.
  const child = spawn(command[0], command.slice(1), { detached: true, stdio: 'ignore' });
  child.unref();
  const stop = () => {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended already.
    }
  };
  process.once('exit', stop).once('SIGTERM', () => process.exit(143));
  for (let tries = 0; tries < 100; tries++) {
    const status = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (status?.ok) return { port, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error('WebKitWebDriver did not start within 10 seconds');
}

/**
 * Gives the browsers started from here on a sound card that nobody hears: Firefox and WebKitGTK don't play sound where
 * there is none, as on servers. Without PulseAudio they have what the machine has.
 */
export async function startSilentSound() {
  const pulseaudio = onPath('pulseaudio');
  if (!pulseaudio) return;
  const folder = mkdtempSync(join(tmpdir(), 'rivulet-sound-'));
  const socket = join(folder, 'native');
  const modules = [
    'module-null-sink sink_name=silence',
    `module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
  ];
  const args = ['--daemonize=no', '--exit-idle-time=-1', '-n', ...modules.map((module) => `--load=${module}`)];
  const env = { ...process.env, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder };
  const child = spawn(pulseaudio, args, { stdio: 'ignore', env });
  child.unref();
  const stop = () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', stop);
  for (let tries = 0; tries < 100 && child.exitCode === null && !existsSync(socket); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (existsSync(socket)) process.env.PULSE_SERVER = `unix:${socket}`;
}

// Installs what a fresh clone lacks. Needs nothing but Node itself.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './engines.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

export function installDependencies() {
  // npm writes this file last: an install that was cut short lacks it.
  const installed = join(root, 'node_modules/.package-lock.json');
  const lockfile = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  console.log('Installing dependencies (npm ci)…');
  // On Windows npm is a script, which only a shell starts.
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' };
  // Only errors: the test runner asks for a newer Node than it needs, which npm would warn of at length.
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
}

const succeeds = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Installs Chromium where that needs no question; elsewhere says what to install. */
export function installChromium() {
  if (findChromium()) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (succeeds('apt-get', '--version') && (sudo.length === 0 || succeeds('sudo', '-n', 'true'))) {
    console.log('Installing Chromium (apt-get)…');
    const apt = (...args) => {
      const [command, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
      return spawnSync(command, rest, { stdio: 'inherit' }).status === 0;
    };
    apt('update') && apt('install', '-y', 'chromium');
    if (findChromium()) return;
  }
  console.error(`The tests need Chromium or Chrome, and none was found. Install it and run npm test again:
  macOS:          brew install --cask chromium
  Debian, Ubuntu: sudo apt-get install chromium
  elsewhere:      set CHROME_PATH to the path of a Chrome or Chromium`);
}

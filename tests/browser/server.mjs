// Starts the product with the demo contest in a temporary folder, and a browser to look at it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** A demo server of its own on a free port; `at` sets the simulated clock when it starts. */
export async function startDemo(...more) {
  const dir = await mkdtemp(join(tmpdir(), 'sangkien-browser-'));
  const child = spawn(process.env.SANGKIEN, ['demo', '--data', join(dir, 'data'), '--listen', '127.0.0.1:0', ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = text.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    });
    child.on('exit', (code) => reject(new Error(`the demo ended with ${code}\n${text}`)));
  });
  return {
    url,
    async stop() {
      const gone = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The installed Chromium, headless. */
export function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

/** Logs in by the page; everybody in the demo has the same password. */
export async function logIn(page, demo, login) {
  await page.goto(`${demo.url}/login`);
  await page.fill('input[name=login]', login);
  await page.fill('input[name=password]', 'sang-kien-chuong-my');
  await Promise.all([page.waitForNavigation(), page.locator('main form button').click()]);
  if (page.url().includes('/login')) throw new Error(`${login} was not let in`);
}

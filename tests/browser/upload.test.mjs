// An author sends a video over a line that breaks, pauses, reloads; without JavaScript an ordinary field does it.
import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { startBrowser, startDemo } from './server.mjs';

const video = (bytes) => {
  const content = Buffer.alloc(bytes, 7);
  Buffer.from('000000186674797069736f6d0000020069736f6d6d703431', 'hex').copy(content);
  return content;
};

async function files(page, demo) {
  await page.goto(`${demo.url}/contests/CM24/enter`);
  await Promise.all([page.waitForNavigation(), page.locator('button.start').click()]);
  const id = new URL(page.url()).pathname.match(/^\/entries\/(\d+)\/tasks/)[1];
  await page.goto(`${demo.url}/entries/${id}/files`);
}

test('a video comes in pieces over a line that breaks', async () => {
  const demo = await startDemo();
  const browser = await startBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    await files(page, demo);
    let sent = 0;
    await page.route('**/uploads/*', (route) => {
      if (route.request().method() === 'PATCH' && (sent += 1) === 2) return route.abort('connectionreset');
      return route.continue();
    });
    await page.setInputFiles('input[type=file]', { name: 'Quầy một cửa.mp4', mimeType: 'video/mp4', buffer: video(20 << 20) });
    await Promise.all([page.waitForURL(/files$/, { timeout: 60000 }), page.locator('form[data-uploads] button:not([type=button])').click()]);
    await page.locator('ul.tasks li a', { hasText: 'Quầy một cửa.mp4' }).waitFor({ timeout: 60000 });
    assert.equal(sent, 4, 'three pieces, one of them twice');

    // What is no video is refused beside its name, the page stays.
    await page.setInputFiles('input[type=file]', { name: 'gia.mp4', mimeType: 'video/mp4', buffer: Buffer.from('<html>') });
    await page.locator('form[data-uploads] button:not([type=button])').click();
    await page.locator('[data-upload-lines] .problem', { hasText: 'gia.mp4' }).waitFor();
    const found = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`), []);

    // Paused, the page left, the same file chosen again: it goes on where it was.
    await page.reload();
    let offsets = [];
    await page.unroute('**/uploads/*');
    let hold = true;
    await page.route('**/uploads/*', (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      const at = Number(route.request().headers()['upload-offset']);
      if (hold && at > 0) return route.abort('connectionreset');
      offsets.push(at);
      return route.continue();
    });
    const file = { name: 'dai.mp4', mimeType: 'video/mp4', buffer: video(18 << 20), lastModified: 1 };
    await page.setInputFiles('input[type=file]', file);
    await page.locator('form[data-uploads] button:not([type=button])').click();
    await page.locator('[data-upload-lines]', { hasText: 'mất kết nối' }).waitFor();
    await page.locator('[data-pause]').click();
    await page.locator('[data-upload-lines]', { hasText: 'đang tạm dừng' }).waitFor();
    hold = false;
    await page.locator('[data-pause]').click();
    await page.locator('ul.tasks li a', { hasText: 'dai.mp4' }).waitFor({ timeout: 60000 });
    assert.deepEqual(offsets, [0, 8 << 20, 16 << 20]);
  } finally {
    await browser.close();
    await demo.stop();
  }
});

test('without JavaScript the files come by the ordinary field', async () => {
  const demo = await startDemo();
  const browser = await startBrowser();
  try {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await files(page, demo);
    const dir = await mkdtemp(join(tmpdir(), 'sangkien-upload-'));
    await writeFile(join(dir, 'phim.mp4'), video(45 << 20));
    await page.setInputFiles('input[type=file]', join(dir, 'phim.mp4'));
    await Promise.all([page.waitForNavigation({ timeout: 60000 }), page.locator('form[enctype] button:not([type=button])').click()]);
    assert.ok(await page.locator('ul.tasks li a', { hasText: 'phim.mp4' }).count());
  } finally {
    await browser.close();
    await demo.stop();
  }
});

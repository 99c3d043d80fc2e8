// A judge scores twenty entries with the keyboard alone, on a phone and on a desktop, over a line that is cut three times: once while
// typing, once before saving, once for good with the page closed. Afterwards every mark stands where it was typed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logIn, startBrowser, startDemo } from './server.mjs';

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo('--moment', '5'), startBrowser()]);
  await moreSheets(['GK02', 'GK03']);
}, { timeout: 120_000 });
after(async () => {
  await browser?.close();
  await demo?.stop();
}, { timeout: 30_000 });

// Half of the judging is done at that moment: the secretary gives these judges whatever they may have besides.
async function moreSheets(judges) {
  const context = await browser.newContext({ locale: 'vi-VN' });
  const page = await context.newPage();
  await logIn(page, demo, 'thuky');
  await page.goto(`${demo.url}/judging/rounds/1/assign`);
  for (const judge of judges) {
    for (const box of await page.locator(`input[name=pair][aria-label$=" ${judge}"]`).all()) await box.check();
  }
  const form = page.locator('form').filter({ has: page.locator('input[name=pair]') });
  await Promise.all([page.waitForNavigation(), form.locator('button').click()]);
  await context.close();
}

const ENTRIES = 20;
const marksOf = (n) => [`${10 + (n % 8)}`, `${9 + (n % 5)},5`, `${12 + (n % 6)}`, `${5 + (n % 4)},5`, `${1 + (n % 3)}`];

const active = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.name || '');

// Tab until a field has the focus, as a person without a mouse.
async function tabTo(page, id) {
  for (let i = 0; i < 120; i += 1) {
    if ((await active(page)) === id) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${id} cannot be reached with Tab on ${page.url()}`);
}

async function type(page, marks) {
  for (const [i, mark] of marks.entries()) {
    assert.equal(await active(page), `mark-${i}`);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(mark);
    await page.keyboard.press('Enter');
  }
}

const values = (page) => page.locator('input.mark').evaluateAll((fields) => fields.map((f) => f.value));
const waiting = (page) => page.locator('.waiting[data-autosave-status]').waitFor();
const saved = (page) => page.waitForResponse((r) => r.url().endsWith('/autosave') && r.ok(), { timeout: 20_000 });

for (const [judge, width] of [['gk02', 360], ['gk03', 1280]]) {
  test(`twenty entries by keyboard over a bad line at ${width} px`, { timeout: 300_000 }, async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'vi-VN' });
    let page = await context.newPage();
    await logIn(page, demo, judge);
    await page.goto(`${demo.url}/scoring`);
    const link = page.locator('tbody tr').filter({ has: page.locator('.tag:not(.good)') }).first().locator('a');
    await page.goto(new URL(await link.getAttribute('href'), demo.url).href);
    const typed = new Map();
    for (let n = 0; n < ENTRIES; n += 1) {
      const sheet = new URL(page.url()).pathname;
      assert.ok(!typed.has(sheet), `${sheet} comes twice`);
      const marks = marksOf(n);
      typed.set(sheet, marks);
      await tabTo(page, 'mark-0');
      if (n === 4) {
        // Cut while typing; the line comes back by itself.
        await context.setOffline(true);
        await type(page, marks);
        await waiting(page);
        const back = saved(page);
        await context.setOffline(false);
        await back;
      } else if (n === 9) {
        // Cut before saving: the button keeps the page and says that it waits.
        await context.setOffline(true);
        await type(page, marks);
        await page.keyboard.press('Enter');
        await waiting(page);
        assert.equal(new URL(page.url()).pathname, sheet);
        assert.deepEqual(await values(page), marks);
        const back = saved(page);
        await context.setOffline(false);
        await back;
      } else if (n === 14) {
        // Cut, and the page is closed before the line is back: the device has kept what was typed.
        await context.setOffline(true);
        await type(page, marks);
        await waiting(page);
        await page.close();
        await context.setOffline(false);
        page = await context.newPage();
        // It may have gone out with the closing of the page already; what the server holds is asked at the end.
        const back = saved(page).catch(() => null);
        await page.goto(demo.url + sheet);
        await Promise.race([back, page.waitForTimeout(3_000)]);
        assert.deepEqual(await values(page), marks);
        await tabTo(page, 'mark-4');
        await page.keyboard.press('Enter');
      } else {
        await type(page, marks);
      }
      if (n + 1 < ENTRIES) {
        assert.equal(await active(page), 'next', 'Enter in the last mark leads to the button that goes on');
        await Promise.all([page.waitForURL((url) => url.pathname !== sheet), page.keyboard.press('Enter')]);
      } else {
        await tabTo(page, 'save');
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      }
    }
    assert.equal(typed.size, ENTRIES);
    const fresh = await browser.newContext({ viewport: { width, height: 800 }, locale: 'vi-VN' });
    page = await fresh.newPage();
    await logIn(page, demo, judge);
    for (const [sheet, marks] of typed) {
      await page.goto(demo.url + sheet);
      assert.deepEqual(await values(page), marks, sheet);
    }
    await fresh.close();
    await context.close();
  });
}

// A judge scores by keyboard alone on a phone and on a desktop; what is typed saves itself; a signature locks the sheet.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logIn, startBrowser, startDemo } from './server.mjs';

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo('--moment', '5'), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const marks = ['18', '17,5', '21', '9,5', '4'];

for (const [judge, width] of [['gk02', 360], ['gk03', 1280]]) {
  test(`a judge scores and signs by keyboard at ${width} px`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'vi-VN' });
    const page = await context.newPage();
    await logIn(page, demo, judge);
    await page.goto(`${demo.url}/scoring`);
    const row = page.locator('tbody tr').filter({ has: page.locator('.tag:not(.good)') }).first();
    await Promise.all([page.waitForNavigation(), row.locator('a').click()]);
    const sheet = new URL(page.url()).pathname;

    // Band and mark of each criterion by keys only.
    const fields = page.locator('input.mark');
    assert.equal(await fields.count(), 5);
    await fields.first().focus();
    for (let i = 0; i < 5; i += 1) {
      assert.equal(await page.evaluate(() => document.activeElement.id), `mark-${i}`);
      const saved = i === 4 ? page.waitForResponse((r) => r.url().endsWith('/autosave') && r.ok()) : null;
      await page.keyboard.type(marks[i]);
      if (i < 4) await page.keyboard.press('Enter');
      await saved;
    }
    assert.equal((await page.textContent('[data-total]')).trim(), '70');
    await page.locator('#comment-0').focus();
    const commented = page.waitForResponse((r) => r.url().endsWith('/autosave') && r.ok());
    await page.keyboard.type('Cách làm mới trong phạm vi xã.');
    await commented;
    await page.reload();
    assert.deepEqual(await Promise.all([0, 1, 2, 3, 4].map((i) => fields.nth(i).inputValue())), marks);

    // A mark off its step is refused in words and changes nothing.
    await fields.nth(1).fill('17,3');
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForNavigation(), page.locator('form[data-score] .actions button').first().click()]);
    assert.ok((await page.locator('.errors a').count()) > 0);
    await page.goto(`${demo.url}${sheet}`);
    assert.equal(await fields.nth(1).inputValue(), '17,5');

    await Promise.all([page.waitForNavigation(), page.locator('button[name=sign]').click()]);
    await Promise.all([page.waitForNavigation(), page.locator('main form .actions button').click()]);
    await page.goto(`${demo.url}${sheet}`);
    assert.equal(await page.locator('form[data-autosave]').count(), 0, 'a signed sheet is locked');
    await context.close();
  });
}

test('another judge does not open this sheet', async () => {
  const context = await browser.newContext({ locale: 'vi-VN' });
  const page = await context.newPage();
  await logIn(page, demo, 'gk04');
  await page.goto(`${demo.url}/scoring`);
  const own = await page.locator('tbody a[href^="/scoring/sheets/"]').evaluateAll((links) => links.map((a) => Number(a.getAttribute('href').split('/')[3])));
  const other = Array.from({ length: Math.max(...own) }, (_, i) => i + 1).find((id) => !own.includes(id));
  assert.equal((await page.goto(`${demo.url}/scoring/sheets/${other}`)).status(), 404);
  await context.close();
});

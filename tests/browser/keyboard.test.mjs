// An author hands in with the keyboard alone, on a phone's width, with and without scripts; every page of the flow is
// free of accessibility violations and no wider than the screen; then finds the entry again, publishes, withdraws and brings it back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { startBrowser, startDemo } from './server.mjs';

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo('--moment', '2'), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const text = 'Trước đây người dân phải đi lại nhiều lần; nay có lịch hẹn và bảng hướng dẫn từng bước, đã làm thử tại hai thôn. '.repeat(3);

/** What was found wrong, by page. */
async function look(page, wrong, seen) {
  const path = new URL(page.url()).pathname.replaceAll(/\/\d+/g, '/N');
  seen.add(path);
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const v of violations) wrong.push(`${path}: ${v.id} ${v.nodes[0].html.slice(0, 160)}`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 1) wrong.push(`${path}: ${wider} px too wide for a phone`);
}

/** Presses Tab until the focus is on what `wanted` names; the focus has to be seen there. */
async function tabTo(page, wanted) {
  for (let i = 0; i < 250; i += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate((w) => {
      const at = document.activeElement;
      if (!at || !at.matches(w)) return null;
      const style = getComputedStyle(at);
      const label = at.labels?.[0] ? getComputedStyle(at.labels[0]) : style;
      const seen = (s) => s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.textDecorationLine !== 'none';
      return seen(style) || seen(label);
    }, wanted);
    if (there !== null) {
      assert.ok(there, `the focus on ${wanted} cannot be seen`);
      return;
    }
  }
  assert.fail(`${wanted} is not reached on ${page.url()}`);
}

/** Goes somewhere and stays until the next page is there. */
async function press(page, key) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

async function type(page, wanted, words) {
  await tabTo(page, wanted);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(words);
}

async function save(page) {
  await tabTo(page, 'form[data-autosave] .actions button');
  await press(page, 'Enter');
}

async function handIn(page, wrong, seen, author, phone) {
  const open = async (path) => {
    await page.goto(demo.url + path);
    await look(page, wrong, seen);
  };
  await open('/contests/CM24/enter');
  await tabTo(page, 'button.start');
  await press(page, 'Enter');
  await look(page, wrong, seen);
  const entry = new URL(page.url()).pathname.match(/^\/entries\/(\d+)\/tasks/)?.[1];
  assert.ok(entry, page.url());
  const part = (name) => open(`/entries/${entry}/part/${name}`);

  await part('place');
  await tabTo(page, 'input[name=route]');
  await page.keyboard.press('Space');
  const route = await page.evaluate(() => document.querySelector('input[name=route]:checked')?.value);
  if (route !== 'own_unit') {
    for (let i = 0; i < 6 && (await page.evaluate(() => document.activeElement.value)) !== 'own_unit'; i += 1) await page.keyboard.press('ArrowDown');
  }
  assert.equal(await page.evaluate(() => document.querySelector('input[name=route]:checked')?.value), 'own_unit');
  await type(page, '#q', 'phu nghia');
  await tabTo(page, 'button[name=search]');
  await press(page, 'Enter');
  await look(page, wrong, seen);
  await tabTo(page, 'input[name=unit]');
  await page.keyboard.press('Space');
  await save(page);
  await look(page, wrong, seen);

  await part('about');
  await type(page, 'input[name=title]', 'Lịch hẹn bằng bàn phím tại xã');
  await tabTo(page, 'input[name=area]');
  await page.keyboard.press('Space');
  await tabTo(page, 'input[name=form]');
  await page.keyboard.press('Space');
  assert.equal(await page.evaluate(() => document.querySelector('input[name=form]:checked')?.value), 'written');
  await tabTo(page, 'input[name=applied]');
  await page.keyboard.press('Space');
  await save(page);

  await part('text');
  const boxes = await page.locator('form[data-autosave] textarea').evaluateAll((all) => all.map((b) => b.id));
  for (const id of boxes) await type(page, `#${CSS(id)}`, `${id}. ${text}`);
  await save(page);

  await part('authors');
  await tabTo(page, 'input[name=category]');
  await page.keyboard.press('Space');
  assert.equal(await page.evaluate(() => document.querySelector('input[name=category]:checked')?.value), 'individual');
  await type(page, '#author-1-name', author);
  await type(page, '#author-1-address', 'Thôn Trung, xã Phú Nghĩa, huyện Chương Mỹ, Hà Nội');
  await type(page, '#author-1-phone', phone);
  await type(page, '#author-1-share', '100');
  await save(page);

  await open(`/entries/${entry}/files`);
  await open(`/entries/${entry}/check`);
  await tabTo(page, `form[action="/entries/${entry}/submit"] button`);
  await press(page, 'Enter');
  await look(page, wrong, seen);
  assert.ok((await page.locator('.errors a').count()) > 0, 'the declaration is still missing');

  await part('declaration');
  for (const name of ['own-work', 'data-use', 'office-use']) {
    await tabTo(page, `input[name=${name}]`);
    await page.keyboard.press('Space');
  }
  await save(page);
  await open(`/entries/${entry}/check`);
  await tabTo(page, `form[action="/entries/${entry}/submit"] button`);
  await press(page, 'Enter');
  assert.match(page.url(), /\/receipt$/);
  await look(page, wrong, seen);
  const [code, pin] = (await page.locator('.panel strong').allTextContents()).map((s) => s.trim());

  // Away, and back by code and PIN.
  await open(`/entries/${entry}`);
  await tabTo(page, 'form[action="/lookup/leave"] button');
  await press(page, 'Enter');
  await open('/lookup');
  await type(page, 'input[name=code]', code.toLowerCase());
  await type(page, 'input[name=pin]', pin);
  await page.keyboard.press('Tab');
  await press(page, 'Enter');
  assert.equal(new URL(page.url()).pathname, `/entries/${entry}`);
  for (const more of ['tasks', 'gallery', 'personal', 'withdraw']) await open(`/entries/${entry}/${more}`);
  await tabTo(page, `form[action="/entries/${entry}/withdraw"] button`);
  await press(page, 'Enter');
  await look(page, wrong, seen);
  await open(`/entries/${entry}`);
  await tabTo(page, `form[action="/entries/${entry}/revive"] button`);
  await press(page, 'Enter');
  await look(page, wrong, seen);
}

/** An id as a selector writes it. */
const CSS = (id) => id.replaceAll(/[^\w-]/g, (c) => `\\${c}`);

for (const script of [true, false]) {
  test(`by keyboard alone, ${script ? 'with' : 'without'} scripts`, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'vi-VN' });
    // axe is a script itself: the page's own never arrive.
    if (!script) await context.route('**/*.js', (route) => route.abort());
    const [wrong, seen] = [[], new Set()];
    await handIn(await context.newPage(), wrong, seen, ...(script ? ['Đặng Thị Ước', '0900000123'] : ['Lê Thị Mai', '0900000456']));
    assert.deepEqual(wrong, []);
    assert.ok(seen.size >= 14, `only ${[...seen]}`);
    await context.close();
  });
}

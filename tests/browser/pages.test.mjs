// Every page that a role reaches from its own links: no accessibility violations, no sideways scrolling on a phone, no broken links.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { logIn, startBrowser, startDemo } from './server.mjs';

let demo, browser;
before(async () => {
  [demo, browser] = await Promise.all([startDemo('--moment', '5'), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Addresses of one shape are looked at once: `/entries/7` stands for all entries. */
const shape = (path) => path.split('?')[0].replaceAll(/\/\d+/g, '/N').replaceAll(/\/(X|CM|P)[0-9A-Z-]+/g, '/U');

const MOST = 25;

/** How many roles looked at a shape with axe: what the third sees, the first two have seen. */
const looked = new Map();

/** Walks the pages that one person reaches and says what is wrong with them. */
async function walk(context, who, todo, least) {
  const page = await context.newPage();
  if (who) await logIn(page, demo, who);
  const seen = new Set();
  const wrong = [];
  while (todo.length > 0 && seen.size < MOST) {
    const path = todo.shift();
    if (seen.has(shape(path))) continue;
    seen.add(shape(path));
    const answer = await page.goto(demo.url + path).catch((fault) => {
      if (/ERR_ABORTED|Download is starting/.test(fault.message)) return null; // a file, not a page
      throw fault;
    });
    if (!answer) continue;
    if (answer.status() >= 400) {
      wrong.push(`${path}: ${answer.status()}`);
      continue;
    }
    if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue; // a text, not a page
    const times = looked.get(shape(path)) ?? 0;
    looked.set(shape(path), times + 1);
    if (times < 2) {
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const v of violations) wrong.push(`${path}: ${v.id} ${v.nodes[0].html.slice(0, 160)}`);
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wider > 1) wrong.push(`${path}: ${wider} px too wide for a phone`);
    const links = await page.locator('main a[href^="/"], nav a[href^="/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    todo.push(...links.map((l) => l.split('#')[0]).filter((l) => l && !l.startsWith('/lang/') && !/\.(csv|xlsx|json)$/.test(l) && !l.includes('/files/')));
  }
  assert.deepEqual(wrong, []);
  assert.ok(seen.size >= least, `only ${[...seen]}`);
  await context.close();
}

const phone = { viewport: { width: 360, height: 740 }, locale: 'vi-VN' };
const publicly = ['/', '/contests/CM24/enter', '/lookup', '/login', '/accessibility'];

for (const who of [null, 'thuky', 'gk01', 'gk02', 'bantochuc', 'kiemtra', 'lanhdao', 'canbo.x-phunghia', 'thutruong.x-phunghia', 'quantri']) {
  test(`pages of ${who ?? 'the public'}`, async () => {
    await walk(await browser.newContext(phone), who, who ? ['/work', '/'] : [...publicly], who ? 3 : 5);
  });
}

for (const who of [null, 'gk01', 'bantochuc']) {
  test(`pages of ${who ?? 'the public'} after the release, in English and in the dark`, async () => {
    const context = await browser.newContext({ ...phone, locale: 'en-GB', colorScheme: 'dark' });
    const page = await context.newPage();
    await page.goto(demo.url);
    await page.selectOption('form[action="/demo/clock"] select', { index: 6 });
    await Promise.all([page.waitForNavigation(), page.locator('form[action="/demo/clock"] button').click()]);
    looked.clear();
    await walk(context, who, who ? ['/work', '/contests/CM24/results'] : [...publicly, '/contests/CM24/results'], who ? 3 : 6);
  });
}

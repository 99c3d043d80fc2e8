// An author hands in an entry on a phone; nothing typed is lost; the code and PIN open it again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

async function save(page) {
  await Promise.all([page.waitForNavigation(), page.locator('form[data-autosave] .actions button').first().click()]);
}

async function handIn(page, { script }) {
  await page.goto(`${demo.url}/contests/CM24/enter`);
  await Promise.all([page.waitForNavigation(), page.locator('button.start').click()]);
  const entry = new URL(page.url()).pathname.match(/^\/entries\/(\d+)\/tasks/)?.[1];
  assert.ok(entry, page.url());
  const part = (name) => page.goto(`${demo.url}/entries/${entry}/part/${name}`);

  await part('place');
  await page.check('input[name=route][value=own_unit]');
  await page.fill('#q', 'phu nghia');
  await Promise.all([page.waitForNavigation(), page.click('button[name=search]')]);
  await page.locator('input[name=unit]').first().check();
  await save(page);

  await part('about');
  await page.fill('input[name=title]', 'Lịch hẹn tại Bộ phận Một cửa xã');
  await page.locator('input[name=area]').nth(3).check();
  await page.check('input[name=form][value=written]');
  await page.locator('input[name=applied]').last().check();
  await save(page);

  await part('text');
  const boxes = page.locator('form[data-autosave] textarea');
  assert.ok((await boxes.count()) >= 3);
  if (script) {
    // Typed, not sent: after a pause it is on the server, and a reload shows it.
    const saved = page.waitForResponse((r) => r.url().endsWith('/part/text/autosave') && r.ok());
    await boxes.first().pressSequentially('Gõ dở một câu', { delay: 5 });
    await saved;
    await page.reload();
    assert.equal((await boxes.first().inputValue()).trim(), 'Gõ dở một câu');
  }
  for (let i = 0; i < (await boxes.count()); i += 1) await boxes.nth(i).fill(`${i + 1}. ${text}`);
  await save(page);

  await part('authors');
  await page.check('input[name=category][value=individual]');
  const author = page.locator('#author-1');
  const fill = (label, value) => author.getByLabel(label).fill(value);
  await author.locator('input[type=text], input:not([type])').first().fill(script ? 'Đặng Thị Ước' : 'Lê Thị Mai');
  await author.locator('input[type=tel]').fill(script ? '0900000123' : '0900000456');
  await fill(/Địa chỉ/, 'Thôn Trung, xã Phú Nghĩa, huyện Chương Mỹ, Hà Nội');
  await fill(/Tỷ lệ/, '100');
  await save(page);

  // Refused with every reason, beside a link to the place, and nothing lost.
  await page.goto(`${demo.url}/entries/${entry}/check`);
  await Promise.all([page.waitForNavigation(), page.locator(`form[action="/entries/${entry}/submit"] button`).click()]);
  assert.ok((await page.locator('.errors a').count()) > 0, 'the declaration is still missing');

  await part('declaration');
  for (const name of ['own-work', 'data-use', 'office-use']) await page.check(`input[name=${name}]`);
  await save(page);

  await page.goto(`${demo.url}/entries/${entry}/check`);
  assert.match(await page.textContent('main'), /Lịch hẹn tại Bộ phận Một cửa xã/);
  await Promise.all([page.waitForNavigation(), page.locator(`form[action="/entries/${entry}/submit"] button`).click()]);
  assert.match(page.url(), /\/receipt$/);
  const strong = await page.locator('.panel strong').allTextContents();
  assert.equal(strong.length, 2, 'code and PIN');
  assert.ok((await page.locator('main svg').count()) > 0, 'a QR code');
  const [code, pin] = strong.map((s) => s.trim());

  // Somebody else's browser: a wrong PIN opens nothing, the right one opens the entry.
  const other = await (await browser.newContext({ locale: 'vi-VN', javaScriptEnabled: script })).newPage();
  assert.ok([403, 404].includes((await other.goto(`${demo.url}/entries/${entry}/receipt`)).status()) || other.url().includes('/lookup'));
  for (const [tried, opens] of [[pin === '000000' ? '000001' : '000000', false], [pin, true]]) {
    await other.goto(`${demo.url}/lookup`);
    await other.fill('input[name=code]', code.toLowerCase());
    await other.fill('input[name=pin]', tried);
    await Promise.all([other.waitForNavigation(), other.locator('form[action="/lookup"] button').last().click()]);
    assert.equal(new URL(other.url()).pathname.startsWith(`/entries/${entry}`), opens, other.url());
  }
  assert.match(await other.textContent('main'), /Lịch hẹn tại Bộ phận Một cửa xã/);
}

for (const script of [true, false]) {
  test(`an author hands in on a phone, ${script ? 'with' : 'without'} scripts`, async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'vi-VN', javaScriptEnabled: script });
    const page = await context.newPage();
    await handIn(page, { script });
    await context.close();
  });
}

test('two tabs never overwrite each other: the second is shown both texts', async () => {
  const context = await browser.newContext({ locale: 'vi-VN', javaScriptEnabled: false });
  const first = await context.newPage();
  await first.goto(`${demo.url}/contests/CM24/enter`);
  await Promise.all([first.waitForNavigation(), first.locator('button.start').click()]);
  const entry = new URL(first.url()).pathname.split('/')[2];
  const second = await context.newPage();
  for (const page of [first, second]) await page.goto(`${demo.url}/entries/${entry}/part/about`);
  await first.fill('input[name=title]', 'Tên từ cửa sổ thứ nhất');
  await save(first);
  await second.fill('input[name=title]', 'Tên từ cửa sổ thứ hai');
  await save(second);
  const shown = await second.content();
  assert.match(shown, /Tên từ cửa sổ thứ nhất/);
  assert.match(shown, /Tên từ cửa sổ thứ hai/);
  await first.goto(`${demo.url}/entries/${entry}/part/about`);
  assert.equal(await first.inputValue('input[name=title]'), 'Tên từ cửa sổ thứ nhất');
  await context.close();
});

test('two devices write one part at once: different fields are both kept, of one field both texts are shown', async () => {
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 360, height: 740 } });
  const desk = await context.newPage();
  await desk.goto(`${demo.url}/contests/CM24/enter`);
  await Promise.all([desk.waitForNavigation(), desk.locator('button.start').click()]);
  const address = `${demo.url}/entries/${new URL(desk.url()).pathname.split('/')[2]}/part/about`;
  const other = await browser.newContext({ locale: 'vi-VN', viewport: { width: 360, height: 740 } });
  await other.addCookies(await context.cookies());
  const phone = await other.newPage();
  for (const page of [desk, phone]) await page.goto(address);
  const saved = (page, status) =>
    page.waitForResponse((r) => r.url().endsWith('/part/about/autosave') && r.status() === status);
  const write = async (page, text, status = 200) => {
    const answer = saved(page, status);
    await page.fill('input[name=title]', text);
    await answer;
  };
  await write(desk, 'Tên từ máy bàn');
  const chosen = saved(phone, 200);
  await phone.check('input[name=form][value=video]');
  await chosen;
  await write(phone, 'Tên từ điện thoại', 409);
  const box = phone.locator('.conflict');
  assert.match(await box.textContent(), /Tên từ điện thoại[^]*Tên từ máy bàn/);
  // The button does not lay one text over the other either, as long as nobody has chosen.
  await phone.locator('form[data-autosave] .actions button').first().click();
  await phone.waitForSelector('.banner.problem');
  assert.match(await phone.textContent('.banner.problem'), /Tên từ máy bàn/);
  assert.equal(await phone.inputValue('input[name=title]'), 'Tên từ điện thoại');
  await phone.goto(address);
  assert.equal(await phone.inputValue('input[name=title]'), 'Tên từ máy bàn');
  assert.ok(await phone.isChecked('input[name=form][value=video]'), 'the other field was kept');
  await write(desk, 'Tên cuối cùng từ máy bàn');
  await write(phone, 'Tên từ điện thoại', 409);
  const kept = saved(phone, 200);
  await phone.locator('.conflict button').first().click();
  await kept;
  await desk.goto(address);
  assert.equal(await desk.inputValue('input[name=title]'), 'Tên từ điện thoại');
  await other.close();
  await context.close();
});

// The whole chain, each by the person whose work it is: authors hand in, the clerk screens, the head confirms, a delegate confirms on the
// one day of the delegation, a third sheet is signed on paper and recorded, the batch goes out, the secretary accepts. Every page on
// the way has no accessibility violation and does not scroll sideways.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { logIn, startBrowser, startDemo } from './server.mjs';

let demo, browser;
before(async () => {
  // 8 April 2024, 9:00: two days before the units must have sent.
  [demo, browser] = await Promise.all([startDemo('--moment', '2'), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const text = 'Trước đây người dân phải đi lại nhiều lần; nay có lịch hẹn và bảng hướng dẫn từng bước, đã làm thử tại hai thôn. '.repeat(3);
const scan = { name: 'phieu-da-ky.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n', 'latin1') };

const go = (page, path) => page.goto(demo.url + path);
const press = (page, button) => Promise.all([page.waitForNavigation(), button.click()]);
const send = (page, action) => press(page, page.locator(`form[action="${action}"] button`).last());

/** No violation, nothing wider than the screen. */
async function looks(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map((v) => `${what}: ${v.id} ${v.nodes[0].html.slice(0, 160)}`), []);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 1, `${what}: ${wider} px too wide`);
}

/** Opens a page and looks at it. */
async function open(page, path) {
  const answer = await go(page, path);
  assert.equal(answer.status(), 200, `${path} of ${page.url()}`);
  await looks(page, path);
}

async function person(width, login) {
  const page = await (await browser.newContext({ viewport: { width, height: 800 }, locale: 'vi-VN' })).newPage();
  if (login) await logIn(page, demo, login);
  return page;
}

/** Hands in as an author does; answers the number of the entry and its code. */
async function handIn(page, unit, title, author, phone) {
  await go(page, '/contests/CM24/enter');
  await press(page, page.locator('button.start'));
  const entry = new URL(page.url()).pathname.split('/')[2];
  const save = () => press(page, page.locator('form[data-autosave] .actions button').first());
  const part = (name) => go(page, `/entries/${entry}/part/${name}`);
  await part('place');
  await page.check('input[name=route][value=own_unit]');
  await page.fill('#q', unit);
  await press(page, page.locator('button[name=search]'));
  await page.locator('input[name=unit]').first().check();
  await save();
  await part('about');
  await page.fill('input[name=title]', title);
  await page.locator('input[name=area]').nth(3).check();
  await page.check('input[name=form][value=written]');
  await page.locator('input[name=applied]').last().check();
  await save();
  await part('text');
  const boxes = page.locator('form[data-autosave] textarea');
  for (let i = 0; i < (await boxes.count()); i += 1) await boxes.nth(i).fill(`${title}, phần ${i + 1}. ${text}`);
  await save();
  await part('authors');
  await page.check('input[name=category][value=individual]');
  const box = page.locator('#author-1');
  await box.locator('input[type=text], input:not([type])').first().fill(author);
  await box.locator('input[type=tel]').fill(phone);
  await box.getByLabel(/Địa chỉ/).fill('Thôn Trung, huyện Chương Mỹ, Hà Nội');
  await box.getByLabel(/Tỷ lệ/).fill('100');
  await save();
  await part('declaration');
  for (const name of ['own-work', 'data-use', 'office-use']) await page.check(`input[name=${name}]`);
  await save();
  await go(page, `/entries/${entry}/check`);
  await send(page, `/entries/${entry}/submit`);
  assert.match(page.url(), /\/receipt$/);
  return { id: entry, code: (await page.locator('.panel strong').first().textContent()).trim(), title };
}

/** Received and selected by the clerk, with what the sheet asks. */
async function screen(clerk, entry) {
  await open(clerk, `/desk/entries/${entry.id}`);
  await send(clerk, `/desk/entries/${entry.id}/receive`);
  const radios = clerk.locator(`form[action="/desk/entries/${entry.id}/screen"] input[type=radio]`);
  for (const name of new Set(await radios.evaluateAll((all) => all.map((r) => r.name)))) {
    await clerk.check(`input[name="${name}"][value=${name === 'verdict' ? 'selected' : 'yes'}]`);
  }
  await clerk.fill('#reason', 'Cách làm rõ, có số liệu so sánh trước và sau.');
  await send(clerk, `/desk/entries/${entry.id}/screen`);
  await looks(clerk, 'an entry that was selected');
}

/** On the screen, for exactly the version that is shown. */
async function confirm(head, entry) {
  await open(head, `/desk/entries/${entry.id}/confirm`);
  await head.fill('#level', 'tốt');
  await head.fill('#feasibility', 'cao');
  await head.check('#read');
  await send(head, `/desk/entries/${entry.id}/confirm`);
  assert.equal(new URL(head.url()).pathname, `/desk/entries/${entry.id}`);
}

for (const { width, unit, name, words, other } of [
  { width: 360, unit: 'x-phunghia', name: 'Xã Phú Nghĩa', words: 'phu nghia', other: 'canbo.x-tantien' },
  { width: 1280, unit: 'x-tantien', name: 'Xã Tân Tiến', words: 'tan tien', other: 'canbo.x-phunghia' },
]) {
  test(`the whole chain at ${width} px`, async () => {
    const author = await person(width);
    const [first, second, third] = [
      await handIn(author, words, `Lịch hẹn tại bộ phận một cửa, bản ${width}`, 'Đặng Thị Ước', `0900${String(width).padStart(6, '0')}`),
      await handIn(author, words, `Tin nhắn nhắc lịch trả hồ sơ, bản ${width}`, 'Hoàng Văn Quyết', `0900${String(width).padStart(6, '0')}`),
      await handIn(author, words, `Tủ sách pháp luật lưu động, bản ${width}`, 'Mai Thị Lành', `0900${String(width).padStart(6, '0')}`),
    ];

    // The clerk finds all three at the desk and selects them.
    const clerk = await person(width, `canbo.${unit}`);
    await go(clerk, '/desk');
    // Who stands in for a head elsewhere has two desks.
    if (new URL(clerk.url()).pathname === '/desk') await press(clerk, clerk.locator('main a', { hasText: name }).first());
    await looks(clerk, 'the desk');
    const desk = new URL(clerk.url()).pathname;
    const unitId = desk.split('/')[3];
    for (const entry of [first, second, third]) {
      assert.equal(await clerk.locator(`a[href="/desk/entries/${entry.id}"]`).count(), 1, entry.code);
    }
    for (const entry of [first, second, third]) await screen(clerk, entry);
    assert.ok([403, 404].includes((await go(clerk, `/desk/entries/${first.id}/confirm`)).status()), 'a clerk does not confirm');

    // The head confirms the first, and names a delegate for today alone.
    const head = await person(width, `thutruong.${unit}`);
    await open(head, desk);
    await confirm(head, first);
    await looks(head, 'an entry that was confirmed');
    const delegate = await person(width, other);
    assert.equal((await go(delegate, `/desk/entries/${second.id}/confirm`)).status(), 403, 'no delegate yet');
    await open(head, `/staff/units/${unitId}`);
    const option = head.locator('select[name=person] option', { hasText: `(${other})` });
    await head.selectOption('select[name=person]', await option.getAttribute('value'));
    await head.check('input[name=role][value=head]');
    await head.fill('#from', '08/04/2024');
    await head.fill('#to', '08/04/2024');
    await send(head, `/staff/units/${unitId}`);
    await looks(head, 'the staff of the unit');

    // The delegate confirms the second, on the day of the delegation.
    await confirm(delegate, second);
    await looks(delegate, 'an entry that the delegate confirmed');

    // The third is signed on paper: an old or strange code is refused in words, the right one is recorded on the head's behalf.
    const paper = `/desk/entries/${third.id}/confirm-paper`;
    await open(clerk, paper);
    const code = (await clerk.locator('dl code').textContent()).trim();
    assert.match(code, /^([0-9a-f]{4} ){3}[0-9a-f]{4}$/);
    const record = async (printed) => {
      await clerk.locator('input[name=signer]').first().check();
      await clerk.fill('#signed_on', '08/04/2024');
      await clerk.fill('#printed', printed);
      await clerk.fill('#level', 'khá');
      await clerk.fill('#feasibility', 'cao');
      await clerk.setInputFiles('#scan', scan);
      await send(clerk, paper);
    };
    await record('0000 0000 0000 0000');
    assert.equal(await clerk.locator('#printed-error').count(), 1, 'a sheet of another dossier');
    await looks(clerk, 'a signed sheet that was refused');
    await record(code);
    assert.equal(new URL(clerk.url()).pathname, `/desk/entries/${third.id}`);
    assert.match(await clerk.textContent('main'), /Ký trên giấy/);
    await looks(clerk, 'an entry confirmed on paper');
    const kept = await clerk.request.get(demo.url + (await clerk.locator('a[href*="/scans/"]').getAttribute('href')));
    assert.equal(kept.status(), 200);
    assert.deepEqual(await kept.body(), scan.buffer);

    // One batch with all three; the head sends it.
    await open(clerk, desk);
    const another = clerk.locator(`form[action="${desk}/batches"] button`);
    assert.equal(await another.count(), 1, 'no batch is open');
    await press(clerk, another);
    const batch = new URL(clerk.url()).pathname;
    await looks(clerk, 'an empty batch');
    for (const entry of [first, second, third]) await clerk.check(`input[name=entry][value="${entry.id}"]`);
    await send(clerk, `${batch}/add`);
    await clerk.fill('#letter_number', `${width}/UBND-VP`);
    await clerk.fill('#signer', 'Chủ tịch');
    await send(clerk, `${batch}/letter`);
    await looks(clerk, 'a batch that is ready');
    await open(clerk, `${batch}/list`);
    assert.match(await clerk.textContent('main'), /ký trên giấy ngày 08\/04\/2024/);
    await open(head, `${batch}/forward`);
    await send(head, `${batch}/forward`);
    assert.match(await head.textContent('.panel'), /Mã biên nhận/);
    await looks(head, 'a batch that was sent');

    // The secretary sees it arrive, counts what lay in the parcel, looks at the paper confirmation, and accepts the three.
    const secretary = await person(width, 'thuky');
    await go(secretary, '/intake');
    await looks(secretary, 'the intake');
    const intake = new URL(secretary.url()).pathname;
    const arrived = batch.replace('/desk/', '/intake/');
    await open(secretary, arrived);
    await open(secretary, `${arrived}/check`);
    await secretary.fill('#codes', `${first.code}\n${third.code} ${code}\n`);
    await send(secretary, `${arrived}/check`);
    assert.match(await secretary.locator('.panel').first().textContent(), /đủ 2, thiếu 1, khác phiên bản 0, thừa 0/);
    await looks(secretary, 'a count');
    await open(clerk, `${batch}/check`);
    assert.match(await clerk.locator('.panel').first().textContent(), new RegExp(second.code));
    await open(secretary, `/intake/entries/${third.id}`);
    assert.match(await secretary.textContent('main'), /ghi nhận thay/);
    await send(secretary, `/intake/entries/${third.id}/accept`);
    await open(secretary, `${intake}/accept-all`);
    for (const entry of [first, second]) assert.ok(await secretary.isChecked(`#entry-${entry.id}`), entry.code);
    await send(secretary, `${intake}/accept-all`);
    for (const entry of [first, second, third]) {
      await open(secretary, `/intake/entries/${entry.id}`);
      assert.match(await secretary.locator('.tag').first().textContent(), /Ban Tổ chức đã tiếp nhận/);
    }

    // The author and the unit see where it has come to.
    await open(clerk, desk);
    const row = clerk.locator('tr').filter({ has: clerk.locator(`a[href="/desk/entries/${third.id}"]`) });
    assert.match(await row.textContent(), /Ban Tổ chức đã tiếp nhận[\s\S]*Ký trên giấy/);
    for (const page of [author, clerk, head, delegate, secretary]) await page.context().close();
  });
}

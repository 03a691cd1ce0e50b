import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { makePdf, stream } from '../support/make-pdf.js';
import { keyboardOf } from './keyboard.js';
import { expectForEveryone } from './looks.js';
import { makePastForTest, type Past } from './past.js';
import { openPage, startApplication, type TestApplication } from './test-application.js';

let past: Past;
let application: TestApplication;
let window: Page;

beforeEach(async () => {
  const { home, past: made } = await makePastForTest();
  past = made;
  application = await startApplication(home);
  onTestFinished(application.stop);
  window = await application.window();
});

/** In the newest snapshot. */
const path = (name: string): string =>
  join(past.parent, past.snapshots.at(-1) ?? 'none', 'Documents', name);

async function openDocuments(): Promise<void> {
  await openPage(window, 'Snapshots');
  await window.getByRole('option', { name: /Documents/ }).dblclick();
}

const choose = (name: string): Promise<void> => window.getByRole('option', { name }).click();
const panel = () => window.getByRole('region', { name: 'Chosen item' });
const pageImage = (place: string) =>
  panel().getByRole('img', { name: `Page ${place}`, exact: true });

/** Red, green and blue of a page, at shares of its width and height. */
const colourAt = (place: string, x: number, y: number): Promise<readonly number[]> =>
  pageImage(place).evaluate(
    (element, [across, down]) => {
      const canvas = element as HTMLCanvasElement;
      const context = canvas.getContext('2d');
      const at = [canvas.width * across, canvas.height * down].map(Math.round) as [number, number];
      return [...(context?.getImageData(...at, 1, 1).data ?? [])].slice(0, 3);
    },
    [x, y] as const,
  );

/** Pixels of a page that are more blue than anything else. */
const blueIn = (place: string): Promise<number> =>
  pageImage(place).evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d');
    const data = context?.getImageData(0, 0, width, height).data ?? [];
    let blue = 0;
    for (let at = 0; at < data.length; at += 4) {
      if ((data[at] ?? 0) < 60 && (data[at + 2] ?? 0) > 200) blue += 1;
    }
    return blue;
  });

/** The left half of a page. */
const RED = '1 0 0 rg 0 0 100 100 re f';

/** Eight by eight pixels in blue, as JPEG 2000. */
const BLUE =
  'AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAACAAAAAgAAw8HAAAAAAAPY29scgEAAAAAABAAAAClanAyY/9P/1EALwAAAAAACAAAAAgAAAAAAAAAAAAAAAgAAAAIAAAAAAAAAAAAAw8BAQ8BAQ8BAf9SAAwAAAABAQMEBAAB/1wADUCAiIiQiIiQiIiQ/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAAJAAB/5PP/DAIB7ff+JAQAT+AgICAgICAgICA/9k=';

describe('a PDF document', () => {
  it('is shown page by page, with letters and images, for everyone', async () => {
    const letters = 'BT /F1 90 Tf 10 10 Td 0 0 1 rg (Dear) Tj ET';
    const image = stream(
      `/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceRGB
        /Filter [/ASCIIHexDecode /JPXDecode]`,
      `${Buffer.from(BLUE, 'base64').toString('hex')}>`,
    );
    const pages = [RED, letters, 'q 200 0 0 100 0 0 cm /X1 Do Q'];
    await writeFile(path('paper.pdf'), makePdf({ pages, more: [image] }));
    await openDocuments();
    await choose('paper.pdf');
    await pageImage('1 of 3').waitFor();
    expect(await colourAt('1 of 3', 0.25, 0.5)).toEqual([255, 0, 0]);
    expect(await colourAt('1 of 3', 0.75, 0.5)).toEqual([255, 255, 255]);
    await keyboardOf(window).tabTo(panel().getByRole('button', { name: 'Next page' }));
    await window.keyboard.press('Enter');
    await pageImage('2 of 3').waitFor();
    expect(await blueIn('2 of 3')).toBeGreaterThan(500);
    expect(await colourAt('2 of 3', 0.99, 0.02)).toEqual([255, 255, 255]);
    await window.keyboard.press('Enter');
    await pageImage('3 of 3').waitFor();
    expect(await colourAt('3 of 3', 0.5, 0.5)).toEqual([0, 0, 255]);
    await panel().getByRole('button', { name: 'Previous page' }).click();
    await pageImage('2 of 3').waitFor();
    await expectForEveryone(application, window);
    expect(application.complaints).toEqual([]);
  });

  it('of ten thousand pages, or one that is too large, holds nothing up', async () => {
    const pages = Array.from({ length: 10_000 }, () => RED);
    await writeFile(path('book.pdf'), makePdf({ pages }));
    await writeFile(path('large.pdf'), makePdf({ pages: [RED] }));
    await truncate(path('large.pdf'), 41 * 1024 ** 2);
    await openDocuments();
    await choose('book.pdf');
    await pageImage('1 of 10000').waitFor();
    await choose('large.pdf');
    await panel().getByText('This is too large for a preview.').waitFor();
  });
});

describe('of a hostile PDF document', () => {
  it('nothing is run, loaded or opened', async () => {
    const asked: string[] = [];
    window.on('request', (request) => asked.push(request.url()));
    window.on('dialog', (dialog) => asked.push(dialog.message()));
    const script = '<< /S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\(\\);) >>';
    const launch = '<< /S /Launch /F (/usr/bin/xcalc) >>';
    const visit = '<< /S /URI /URI (http://127.0.0.1:9/y) >>';
    const catalog = `/OpenAction ${script} /AA << /WC ${script} /DC ${launch} /WS ${visit} >>
      /Names << /JavaScript << /Names [(a) ${script}] >> >>`;
    const remote = stream(
      '/Type /XObject /Subtype /Image /Width 1 /Height 1 /F << /FS /URL /F (http://127.0.0.1:9/x) >>',
      '',
    );
    const pages = [`${RED} /X1 Do`];
    await writeFile(path('script.pdf'), makePdf({ pages, catalog, more: [remote] }));
    await openDocuments();
    await choose('script.pdf');
    await pageImage('1 of 1').waitFor();
    expect(await colourAt('1 of 1', 0.25, 0.5)).toEqual([255, 0, 0]);
    expect(asked.filter((url) => !url.startsWith('app://window/'))).toEqual([]);
    expect(application.electron.windows()).toHaveLength(1);
    expect(application.complaints).toEqual([]);
  });

  it('that is broken or has a password it is said so', async () => {
    const key = 'ab'.repeat(32);
    const locked = `/ID [<ab> <ab>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O <${key}> /U <${key}> >>`;
    const damaged = 'The document is damaged, or of a kind that is not shown.';
    const documents: Readonly<Record<string, readonly [string, string]>> = {
      'nothing.pdf': ['%PDF-1.7 and nothing else', damaged],
      'half.pdf': [makePdf({ pages: [RED] }).slice(0, 60), damaged],
      'pageless.pdf': [makePdf({ pages: [] }), damaged],
      'locked.pdf': [makePdf({ pages: [RED], trailer: locked }), 'The document has a password.'],
    };
    for (const [name, [pdf]] of Object.entries(documents)) await writeFile(path(name), pdf);
    await openDocuments();
    for (const [name, [, words]] of Object.entries(documents)) {
      await choose(name);
      await panel().getByText(words).waitFor();
      await choose('letter.odt');
      await panel().getByText('third').waitFor();
    }
  });

  it('there is a page, or word that there is none, and the window goes on', async () => {
    const form = '/Type /XObject /Subtype /Form /BBox [0 0 9 9]';
    const within = (object: number): string =>
      `${form} /Resources << /XObject << /X1 ${String(object)} 0 R >> >>`;
    const doubled = Array.from({ length: 60 }, (_, at) => stream(within(4 + at), '/X1 Do /X1 Do'));
    const twice = deflateSync(deflateSync(Buffer.alloc(1e8, ' '))).toString('hex');
    const bomb = stream(`${form} /Filter [/ASCIIHexDecode /FlateDecode /FlateDecode]`, `${twice}>`);
    const pages = [`${RED} /X1 Do`];
    const documents = {
      'billions.pdf': makePdf({ pages: [RED], count: 1_000_000_000 }),
      'huge.pdf': makePdf({ pages: [RED], size: [3e9, 1e9] }),
      'line.pdf': makePdf({ pages: [RED], size: [1, 100_000] }),
      'itself.pdf': makePdf({ pages, more: [stream(within(3), '/X1 Do /X1 Do')] }),
      'doubled.pdf': makePdf({ pages, more: [...doubled, stream(form, RED)] }),
      'bomb.pdf': makePdf({ pages, more: [bomb] }),
    };
    for (const [name, pdf] of Object.entries(documents)) await writeFile(path(name), pdf);
    await openDocuments();
    for (const name of Object.keys(documents)) {
      await choose(name);
      await panel()
        .getByText(/damaged|takes too long|^Page 1 of/)
        .waitFor();
      await choose('letter.odt');
      await panel().getByText('third').waitFor();
    }
  }, 240_000);
});

/**
 * A process of its own: pages on standard input, what Chromium has made of them on standard output. BROWSER names its executable.
 *
 * A page that asks for anything, opens a dialog or runs a script has its outline said to be that.
 */
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { ParsedHtml } from './parsed-html';

const OUTLINE = `({
  outline: [...document.querySelectorAll('*')].filter(({ localName }) => localName !== 'br').map(({ localName, attributes }) =>
    [localName, ...[...attributes].map(({ name, value }) => (['class', 'content', 'name'].includes(name) ? name + '=' + value : name)).sort()].join(' ')),
  text: document.documentElement.textContent,
})`;

async function browsed(pages: readonly string[]): Promise<ParsedHtml[]> {
  const browser = await chromium.launch({ executablePath: process.env.BROWSER, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const [happened, read]: [string[], ParsedHtml[]] = [[], []];
    page.on('dialog', (dialog) => {
      happened.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => happened.push(`a message: ${message.text()}`));
    page.on('request', (request) => happened.push(`a request: ${request.url()}`));
    for (const content of pages) {
      await page.setContent(content, { waitUntil: 'load' });
      const parsed = await page.evaluate(OUTLINE) as ParsedHtml;
      read.push(happened.length === 0 ? parsed : { ...parsed, outline: happened.splice(0) });
    }
    return read;
  } finally {
    await browser.close();
  }
}

void browsed(JSON.parse(readFileSync(0, 'utf8')) as string[]).then((read) => process.stdout.write(JSON.stringify(read)));

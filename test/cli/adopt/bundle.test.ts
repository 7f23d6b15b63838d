/** The bundled file writes the same code as the sources do, and needs neither the CDK nor anything else beside it. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, ID } from './estate';
import { emptyFolder, folderOf } from '../saved';
import { command } from '../terminal';

const BUNDLE = join(__dirname, '../../../bin/cdk-site-to-site-vpn.js');

test.each(['typescript', 'python'])('%s', async (language) => {
  if (!existsSync(BUNDLE)) throw new Error('run `npx projen bundle` first: the command has to be bundled for this test');
  const alone = join(emptyFolder(), 'command.js');
  copyFileSync(BUNDLE, alone);
  const args = ['adopt', ID, '--from', folderOf(filesOf({ place: 'tgw', routing: 'bgp' })), '--region', 'eu-central-1', '--language', language];
  const { out, exitCode } = await command(args);
  expect([execFileSync(process.execPath, [alone, ...args], { encoding: 'utf8' }), 0]).toEqual([out, exitCode]);
});

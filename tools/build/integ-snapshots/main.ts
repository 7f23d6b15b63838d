/**
 * `npx projen integ:snapshot`, given the directory of the applications and the command that has integ-runner write the snapshots of those
 * without one. So all are removed before: it compares nothing first, fails over no edit that it calls destructive, and writes a
 * hash that it would have taken for the same. Of each is left what is committed.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { settle } from './settle';

const [directory, program, ...args] = process.argv.slice(2);

const pathsOf = (name: RegExp) => readdirSync(directory).filter((each) => name.test(each)).map((each) => path.join(directory, each));
const removeAll = (paths: readonly string[]) => paths.forEach((each) => rmSync(each, { recursive: true }));

removeAll(pathsOf(/\.snapshot$/));
const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
// An application that cannot be synthesized leaves one.
removeAll(pathsOf(/^cdk-integ\.out\./));
if (error) throw error;
if (status === 0) pathsOf(/\.snapshot$/).forEach(settle);
else process.exitCode = 1;

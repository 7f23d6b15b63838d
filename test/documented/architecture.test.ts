/** What docs/architecture.md says of terms, files and actions is so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { ACTIONS } from '../../lambda/engine/actions';
import { ACTION_RIGHTS, ActionName } from '../../src/contract/action-rights';

const ROOT = path.join(__dirname, '..', '..');
const DOCUMENT = readFileSync(path.join(ROOT, 'docs', 'architecture.md'), 'utf8');

test('every file that it names is there', () => {
  const named = [...DOCUMENT.matchAll(/`((?:src|lambda|tools|test|projenrc|docs)\/[\w./-]+?\.(?:ts|md|json))`/g)].map(([, file]) => file);

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});

test('a static route passes at most twelve files', () => {
  const steps = /## How a static route is moved\n([\s\S]*?)\n## /.exec(DOCUMENT)![1].match(/^\d+\. `[^`]+`/gm)!;

  expect(steps.length).toBeGreaterThan(6);
  expect(steps.length).toBeLessThanOrEqual(12);
});

test('its table has a row for each action, as the code has it', () => {
  const rows = (Object.keys(ACTIONS) as ActionName[]).map((name) => {
    const { doneBefore = [], notTried } = ACTIONS[name] as { readonly doneBefore?: readonly string[]; readonly notTried?: string };
    const { operation, allowedAs } = ACTION_RIGHTS[name];
    return `| \`${name}\` | ${operation} | ${allowedAs} | ${notTried ?? 'yes'} | ${doneBefore.map((code) => `\`${code}\``).join(', ') || '–'} |`;
  });

  expect(/\| action \|.*\n\|[-|]+\n([\s\S]*?)\n\n/.exec(DOCUMENT)![1].split('\n')).toEqual(rows);
});

describe('terms', () => {
  test('are forty at most, none twice', () => {
    const terms = [.../## Terms\n[\s\S]*?\n\n## /.exec(DOCUMENT)![0].matchAll(/^\| ([a-z][^|]*?) \|/gm)].map(([, term]) => term).slice(1);

    expect(terms.length).toBeGreaterThan(30);
    expect(terms.length).toBeLessThanOrEqual(40);
    expect(new Set(terms).size).toBe(terms.length);
  });

  test('of our own that the field has words for are no names in the code any more', () => {
    const names = ['src', 'lambda'].flatMap((room) => filesIn(room)).flatMap(identifiersIn);

    expect([...new Set(names)].filter((name) => FORMER.test(name)).sort()).toEqual([]);
  });
});

/** Types and functions that stood for a term of the field; members of records and of `--json` keep their names. */
const FORMER = new RegExp(`^(${[
  'Intended', 'Next', 'Situation', 'Witness', 'Passage', 'Beside', 'Course', 'TargetCourse', 'Survey', 'Seen', 'Surroundings', 'Glimpsed', 'Attention',
  'Drive', 'Driving', 'Beginning', 'Verdict', 'Pressed', 'Button', 'Pace', 'Patience', 'Remark', 'Judgement', 'Trial', 'Trying', 'Arrival', 'Standing',
  'witness\\w*', 'situation', 'departure', 'arrangement', 'passageOf', 'courseOf\\w*', 'surveyed', 'nextSteps', 'takeUp', 'stepAside', 'letGo', 'takenInHand',
  'turnedBack', 'turnedForward\\w*', 'judgePress', 'preflightRemarks', 'arrivalDifferences', 'hasArrived',
].join('|')})$`);

function filesIn(room: string): string[] {
  return readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(ROOT, room, file));
}

/** What a file declares. */
function identifiersIn(file: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const isDeclared = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)
      || ts.isTypeAliasDeclaration(node) || ts.isVariableDeclaration(node) || ts.isMethodDeclaration(node);
    if (isDeclared && node.name !== undefined && ts.isIdentifier(node.name)) names.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true));
  return names;
}

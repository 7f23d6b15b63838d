/** Who may import whom, and how long a file or a function may grow, as rules of ESLint. */
import { awscdk } from 'projen';
import { ROOMS } from './rooms';

/** The table in docs/architecture.md as rules; test/layers.test.ts plants a violation of each. */
export function keepLayersApart(project: awscdk.AwsCdkConstructLibrary): void {
  const lint = project.eslint!;
  const outsideSrc = [...Object.keys(ROOMS), 'test'];
  const without = (room: string) => outsideSrc.filter((other) => other !== room);
  lint.addRules({
    'import/order': ['error', { groups: ['builtin', 'external'], alphabetize: { order: 'asc', caseInsensitive: true } }],
    '@stylistic/max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
    '@stylistic/object-property-newline': ['off'], // a table of short properties reads better in rows
    'import/no-restricted-paths': ['error', {
      zones: [
        { target: './src/contract', from: './src', except: ['./contract'], message: 'What functions and constructs agree on knows neither.' },
        ...outsideSrc.map((from) => ({ target: './src', from: `./${from}`, message: 'What is shipped in lib imports only src.' })),
        { target: './lambda', from: './src', except: ['./contract'], message: 'A function knows of src only the contract.' },
        { target: './lambda/engine', from: './lambda', except: ['./engine'], message: 'The engine knows nobody who acts.' },
        { target: './lambda/runner', from: './lambda', except: ['./engine', './runner'], message: 'The runner knows the engine, and its effects by their ports.' },
        ...without('lambda').map((from) => ({ target: './lambda', from: `./${from}`, message: 'A function knows nobody who runs it.' })),
        { target: './tools/cli', from: ['./tools/assumptions', './test', './integ', './tools/bench', './tools/build'], message: 'The command knows nobody who tries it out.' },
        ...['src', ...without('tools/assumptions')].filter((other) => other !== 'tools/rehearsal')
          .map((from) => ({ target: './tools/assumptions', from: `./${from}`, message: 'The assumptions know the rehearsal\'s switches, and nothing else.' })),
        ...without('tools/rehearsal').map((from) => ({ target: './tools/rehearsal', from: `./${from}`, message: 'The rehearsal runs the bundle and stands alone.' })),
      ],
    }],
  });
  const adapters = ['lambda/*/{handler,journal}.ts', 'lambda/**/{event,target-event}.ts', 'lambda/aws/**', 'lambda/*/ec2/**', 'lambda/*/services/**'];
  lint.addOverride({
    files: ['lambda/**/*.ts'],
    excludedFiles: adapters,
    rules: {
      'no-restricted-imports': importsRefused(
        '^[^.]|/(handler$|event$|(ec2|services)(/|$))',
        'Only handlers and adapters know AWS; the runner knows the engine and its ports.'),
    },
  });
  lint.addOverride({
    files: adapters,
    rules: { 'no-restricted-imports': importsRefused('^(aws-cdk-lib|constructs)(/|$)', 'A function is bundled without the CDK.') },
  });
  lint.addOverride({
    files: ['lambda/engine/**/*.ts', 'src/contract/**/*.ts'],
    rules: {
      'no-restricted-imports': importsRefused('^(?!\\.|ipaddr\\.js$)', 'Engine and contract import ipaddr.js and themselves, nothing else.'),
      'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'performance', 'crypto', 'setTimeout', 'setInterval', 'setImmediate'],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now' }, { object: 'Math', property: 'random' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'The engine imports nothing at run time.' },
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'The engine has no clock; take the time as an argument.' },
      ],
    },
  });
  lint.addOverride({
    files: ['tools/rehearsal/**/*.ts', 'tools/cli/**/*.ts', 'tools/assumptions/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [NO_TEST_FRAMEWORK] }] },
  });
  lint.addOverride({
    files: ['lambda/**/*.ts'],
    excludedFiles: ['lambda/engine/**'],
    rules: {
      'no-restricted-syntax': ['error', {
        selector: 'CallExpression[callee.object.name="console"] > *.arguments:not(CallExpression[callee.name=/^printable(Json)?$/])',
        message: 'A line of the log is one line in which everything is seen: printableJson or printable.',
      }],
    },
  });
  readFilesAndWriteThemInOnePlace(lint);
  encodeInOnePlace(lint);
  lint.addOverride({
    files: ['examples/**/*.ts'],
    // They import the package by the name that it is published under; type-checking and synthesis find it.
    rules: { 'import/no-unresolved': ['error', { ignore: ['^cdk-site-to-site-vpn$'] }] },
  });
  lint.addOverride({
    files: ['src/**/*.ts', 'lambda/**/*.ts', 'tools/rehearsal/**/*.ts', 'tools/cli/**/*.ts', 'tools/assumptions/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  });
}

const NO_TEST_FRAMEWORK = {
  regex: '^(jest|@jest/.*|ts-jest|fast-check|aws-cdk-lib-newest)(/|$)', message: 'Rehearsal, command and assumptions are product: no test framework.',
};

const FILES = ['tools/cli/terminal/written-files.ts', 'tools/cli/estate/regular-file.ts'];
const FILES_ELSEWHERE = 'Files are written by tools/cli/terminal/written-files.ts only, and opened by estate/regular-file.ts.';
const LATE_FILES = ['ImportExpression', 'TSExternalModuleReference', 'CallExpression[callee.name="require"]']
  .map((kind) => ({ selector: `${kind} Literal[value=/^(node:)?fs(.promises)?$/]`, message: FILES_ELSEWHERE }));

const ENCODINGS = ['tools/cli/output/*.ts'];
const ENCODED_ELSEWHERE = 'What leaves the command is encoded by tools/cli/output, for one medium.';
const OWN_ENCODINGS = [
  'NewExpression[callee.name="Encoded"]', 'ClassDeclaration[superClass.name="Encoded"]',
  'TSAsExpression TSTypeReference[typeName.name=/^(Encoded|Shown|Html|Markdown)$/]',
].map((selector) => ({ selector, message: ENCODED_ELSEWHERE }));

/** The command writes whole files, through no link, by the one module that does so: all others can only read. */
function readFilesAndWriteThemInOnePlace(lint: Lint): void {
  lint.addOverride({
    files: ['tools/cli/**/*.ts'],
    excludedFiles: FILES,
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [
          NO_TEST_FRAMEWORK, { regex: '^(node:)?fs(/promises)?$', allowImportNames: ['readFile', 'readdir', 'lstat', 'stat'], message: FILES_ELSEWHERE },
        ],
      }],
    },
  });
}

/** Nothing leaves the command but by the terminal, which takes only what was encoded for it. Of one rule the last list counts. */
function encodeInOnePlace(lint: Lint): void {
  const refuse = (syntax: readonly object[]) => ({ 'no-restricted-syntax': ['error', ...syntax] });
  lint.addOverride({ files: ['tools/cli/**/*.ts'], rules: refuse([...LATE_FILES, ...OWN_ENCODINGS]) });
  lint.addOverride({ files: FILES, rules: refuse(OWN_ENCODINGS) });
  lint.addOverride({ files: ENCODINGS, rules: refuse(LATE_FILES) });
  lint.addOverride({
    files: ['tools/cli/**/*.ts'],
    excludedFiles: ['tools/cli/main.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'console', message: ENCODED_ELSEWHERE }],
      'no-restricted-properties': ['error', ...['stdout', 'stderr'].map((property) => ({ object: 'process', property, message: ENCODED_ELSEWHERE }))],
    },
  });
}

type Lint = awscdk.AwsCdkConstructLibrary['eslint'] & object;

function importsRefused(regex: string, message: string) {
  return ['error', { patterns: [{ regex, message }] }];
}

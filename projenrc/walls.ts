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
        { target: './src/domain', from: './src', except: ['./domain'], message: 'The domain knows no constructs.' },
        ...outsideSrc.map((from) => ({ target: './src', from: `./${from}`, message: 'What is shipped in lib imports only src.' })),
        { target: './lambda', from: './src', except: ['./domain'], message: 'A function knows of src only the domain.' },
        ...without('lambda').map((from) => ({ target: './lambda', from: `./${from}`, message: 'A function knows nobody who runs it.' })),
        { target: './cli', from: ['./assumptions', './test', './integ', './bench', './build-tools'], message: 'The command knows nobody who tries it out.' },
        ...['src', ...without('assumptions')].filter((other) => other !== 'rehearsal')
          .map((from) => ({ target: './assumptions', from: `./${from}`, message: 'The assumptions know the rehearsal\'s switches, and nothing else.' })),
        ...without('rehearsal').map((from) => ({ target: './rehearsal', from: `./${from}`, message: 'The rehearsal runs the bundle and stands alone.' })),
      ],
    }],
  });
  lint.addOverride({
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': importsRefused('^(?!\\.|ipaddr\\.js$)', 'The domain imports ipaddr.js and itself, nothing else.'),
      'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'performance', 'crypto', 'setTimeout', 'setInterval', 'setImmediate'],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now' }, { object: 'Math', property: 'random' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'The domain imports nothing at run time.' },
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'The domain has no clock; take the time as an argument.' },
      ],
    },
  });
  const adapters = ['lambda/*/handler.ts', 'lambda/**/event.ts', 'lambda/*/ec2/**', 'lambda/*/services/**'];
  lint.addOverride({
    files: ['lambda/**/*.ts'],
    excludedFiles: adapters,
    rules: {
      'no-restricted-imports': importsRefused(
        '^[^.]|/(handler$|event$|(ec2|services)(/|$))',
        'Only handlers and adapters know AWS; the workflow knows the domain and its ports.'),
    },
  });
  lint.addOverride({
    files: adapters,
    rules: { 'no-restricted-imports': importsRefused('^(aws-cdk-lib|constructs)(/|$)', 'A function is bundled without the CDK.') },
  });
  lint.addOverride({
    files: ['rehearsal/**/*.ts', 'cli/**/*.ts', 'assumptions/**/*.ts'],
    rules: { 'no-restricted-imports': importsRefused('^(jest|@jest/.*|ts-jest|fast-check|aws-cdk-lib-newest)(/|$)', 'Rehearsal, command and assumptions are product: no test framework.') },
  });
  lint.addOverride({
    files: ['examples/**/*.ts'],
    // They import the package by the name that it is published under; type-checking and synthesis find it.
    rules: { 'import/no-unresolved': ['error', { ignore: ['^cdk-site-to-site-vpn$'] }] },
  });
  lint.addOverride({
    files: ['src/**/*.ts', 'lambda/**/*.ts', 'rehearsal/**/*.ts', 'cli/**/*.ts', 'assumptions/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  });
}

function importsRefused(regex: string, message: string) {
  return ['error', { patterns: [{ regex, message }] }];
}
